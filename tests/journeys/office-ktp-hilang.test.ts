import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main, openStage, press, type Stage, shot, sound, WAYS } from '../support/browse.ts';
import { choose, decide, done } from '../support/desk.ts';
import { answerAll, daysAgo, follow, put, scanned } from '../support/form.ts';
import { peopleOf } from '../support/walk.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage?.close());

describe.each(WAYS)('a lost card, %s', (_, way) => {
  it('is reported, checked, printed once there is a blank again, handed over, and closed', {
    timeout: 240_000,
  }, async () => {
    const key = way.width === 360 ? 'hendra' : 'wahyu';
    const name = peopleOf(stage.h).find((one) => one.key === key)?.name ?? '';
    const owner = await stage.citizen(key, way);
    await owner.goto('/layanan/ktp-hilang');
    await owner.getByRole('link', { name: 'Mulai' }).click();
    await press(owner, 'Saya mengerti');
    await answerAll(owner, {
      ...{ ...daysAgo('lostOn', 5), policeNumber: `SKTLK/${way.width}/XI/2026`, ...daysAgo('policeDate', 4) },
      ...{ dataChanged: 'no', policeLetter: { file: scanned() }, pickup: { seek: 'Kemiri Muka' } },
    });
    await sound(owner);
    await owner.check('#benar');
    await press(owner, 'Kirim permohonan');
    const own = await follow(owner);
    const path = own.replace('/urusan/', '/kantor/berkas/');

    const verifier = await stage.officer('verifikator.depok', way);
    await verifier.goto(path);
    await sound(verifier);
    await shot(verifier, 'ktp-berkas');
    // The step's own question must be answered on the way on.
    await choose(verifier, 'Setujui');
    await press(verifier, 'Putuskan');
    await verifier.getByRole('alert').first().waitFor();
    await put(verifier, 'cardState', 'issued');
    await choose(verifier, 'Setujui');
    await press(verifier, 'Putuskan');
    await done(verifier);
    await decide(await stage.officer('kabiddafduk.depok', way), path, 'Setujui');

    const printer = await stage.officer('pencetak.depok', way);
    await printer.goto('/kantor/cetak');
    await printer.getByRole('link', { name, exact: true }).click();
    await choose(printer, 'Blangko habis');
    await printer.getByLabel(/^K01/).check();
    await press(printer, 'Putuskan');
    await done(printer);
    await printer.goto('/kantor/cetak');
    expect(await main(printer)).toContain('Menunggu blangko: 1');
    await sound(printer);
    await shot(printer, 'cetak-menunggu');
    await printer.getByRole('link', { name: `Buka: ${name}` }).click();
    await choose(printer, 'Blangko sudah ada');
    await press(printer, 'Putuskan');
    await done(printer);
    await printer.goto('/kantor/cetak');
    await printer.getByLabel(`Nomor blangko untuk ${name}`).fill(`B-${way.width}`);
    await press(printer, 'Simpan: sudah dicetak');
    await printer.getByText('1 kartu tercatat sudah dicetak').waitFor();

    await stage.h.house.jobs.settle();
    await owner.goto(own);
    expect(await main(owner)).toContain('Kantor Kelurahan Kemiri Muka');
    const counter = await stage.officer('kelurahan.kemirimuka', way);
    await counter.goto('/kantor/cetak');
    await counter.getByRole('link', { name: `Serahkan: ${name}` }).click();
    await put(counter, 'collectedBy', 'self');
    await sound(counter);
    await choose(counter, 'Serahkan');
    await press(counter, 'Putuskan');
    await done(counter);

    await owner.goto(own);
    expect(await owner.textContent('h1')).toContain('KTP-el sudah diserahkan.');
    await sound(owner);
    await shot(owner, 'ktp-selesai');
    const [card] = await stage.h.t.admin<{ state: string; number: string }>(
      'select card_state as state, card_number as number from people.person where nik = $1',
      [peopleOf(stage.h).find((one) => one.key === key)?.nik],
    );
    expect(card).toEqual({ state: 'issued', number: `B-${way.width}` });
    expect(stage.h.errors).toEqual([]);
  });
});
