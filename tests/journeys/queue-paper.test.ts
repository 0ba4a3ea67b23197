import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Session } from '../../src/capabilities/queue/index.ts';
import { act, MINUTE } from '../support/away-room.ts';
import { main, openStage, press, type Stage, shot, sound, WAYS } from '../support/browse.ts';
import { nurse, runningSession } from '../support/queue-room.ts';

// An officer says afterwards who they were that got a number on paper while there was no network.

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 180_000);
afterAll(() => stage.close());

describe.each(WAYS)('numbers on paper, %s', (_, way) => {
  let session: Session;
  beforeAll(async () => {
    session = await runningSession(stage.h);
    const at = (minutes: number) => new Date(Date.now() - minutes * MINUTE);
    const [one, two] = [act('paper', 'K1-01', at(40), null), act('paper', 'K1-02', at(38), null)];
    const acts = [
      ...[one, two, act('called', 'K1-01', at(30), null, one.key), act('done', 'K1-01', at(20), null, one.key)],
      ...[act('called', 'K1-02', at(15), null, two.key), act('done', 'K1-02', at(10), null, two.key)],
    ];
    await stage.h.house.queue.settle(nurse, { session, room: 'Ruang 1', device: randomUUID() }, acts, Date.now());
  });
  const rows = () =>
    stage.h.t.admin<{ name: string; basis: string; subject: string; payer: string; record: string | null }>(
      `select p.name, p.basis, e.subject, e.payer, p.record_number as record from queue.entry e join patients.patient p on p.region = e.region and p.id = e.patient
       where e.session = $1 order by e.number`,
      [session.id],
    );
  /** Somebody of the register whom no other walk has named today. */
  const citizen = way.scripts ? 'siti' : 'dewi';

  it('from the room: by NIK, looked at before it is kept, changed, and kept', async () => {
    const page = await stage.officer('perawat.beji', way);
    await page.goto(`/kantor/antrean/${session.id}?ruang=1`);
    expect(await main(page)).toContain('Nomor kertas yang belum bernama');
    expect(await main(page)).toContain('Nomor kertas K1-01, datang');
    await sound(page);
    await shot(page, 'nomor-kertas-ruang');
    await page.getByRole('link', { name: /K1-01/ }).click();
    await page.getByRole('heading', { name: 'Siapa pemegang nomor ini?' }).waitFor();
    await sound(page);
    await shot(page, 'nomor-kertas-siapa');
    await press(page, 'Periksa nama');
    await page.getByText('Isi nama, atau NIK yang ada di register').first().waitFor();
    const [family] = stage.h.cast.families.filter(({ members }) => members.some(({ key }) => key === citizen));
    const person = family?.members.find(({ key }) => key === citizen);
    if (!person) throw new Error(citizen);
    await page.getByLabel('NIK').fill(person.nik);
    await page.getByLabel('BPJS').check();
    await page.getByLabel('Nomor rekam medis').fill('<00>');
    await press(page, 'Periksa nama');
    await page.getByText('Huruf, angka, titik').first().waitFor();
    await page.getByLabel('Nomor rekam medis').fill('00-12.34');
    await press(page, 'Periksa nama');
    await page.getByRole('heading', { name: 'Benar orang ini?' }).waitFor();
    expect(await main(page)).toContain(person.name);
    expect(await main(page)).not.toContain(person.nik);
    await sound(page);
    await shot(page, 'nomor-kertas-periksa');
    await press(page, 'Ubah');
    await page.getByRole('heading', { name: 'Siapa pemegang nomor ini?' }).waitFor();
    expect(await page.getByLabel('NIK').inputValue()).toBe(person.nik);
    await press(page, 'Periksa nama');
    await press(page, 'Ya, simpan');
    await page.getByText('Nama dicatat.').waitFor();
    expect(await main(page)).not.toContain('K1-01');
    expect((await rows())[0]).toMatchObject({ name: person.name, payer: 'bpjs', record: '00-12.34' });
  }, 60_000);

  it('from the day’s page: by the name alone; a number that has one is not offered, nor given another', async () => {
    const page = await stage.officer('perawat.beji', way);
    await page.goto('/kantor/antrean/hari');
    const link = page.locator(`a[href*="${session.id}/kertas"]`);
    expect(await link.count()).toBe(1);
    await sound(page);
    await shot(page, 'nomor-kertas-hari');
    const href = (await link.getAttribute('href')) ?? '';
    await link.click();
    await page.getByLabel('Nama', { exact: true }).fill('Tamu Tanpa NIK');
    await page.getByLabel('Bayar sendiri').check();
    await press(page, 'Periksa nama');
    await page.getByText('tidak disebut').waitFor();
    await press(page, 'Ya, simpan');
    await page.getByText('Nama dicatat.').waitFor();
    expect(page.url()).toContain('/kantor/antrean/hari');
    expect(await link.count()).toBe(0);
    expect((await rows())[1]).toMatchObject({ name: 'Tamu Tanpa NIK', basis: 'counter', payer: 'umum' });
    expect((await page.goto(href))?.status()).toBe(404);
    expect(stage.h.errors).toEqual([]);
  }, 60_000);
});
