import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main, openStage, press, type Stage, shot, sound, WAYS, type Way } from '../support/browse.ts';
import { choose, decide, done } from '../support/desk.ts';
import { act, askedBirth, officer } from '../support/walk.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage?.close());

const SEAT = '32.76/dukcapil';
/** A couple without a recorded marriage, and one that lives on the parents' family card. */
const familyOf = ({ width }: Way) =>
  width === 360
    ? { by: 'yanti', mother: 'yanti', father: 'asep', child: 'Bagas Hidayat' }
    : { by: 'putri', mother: 'putri', father: 'rizky', child: 'Bagas Setiawan', relationship: 'grandchild' as const };

describe.each(WAYS)('a birth reported late, %s', (_, way) => {
  it('comes back with one question open, is repaired, and goes on by the decision of the head', {
    timeout: 240_000,
  }, async () => {
    const family = familyOf(way);
    const { ref, path, own } = await askedBirth(stage.h, { ...family, bornDaysAgo: 75 });
    const verifier = await stage.officer('verifikator.depok', way);
    await verifier.goto(path);
    expect(await main(verifier)).toContain('Pelaporan lebih dari 60 hari');
    await choose(verifier, 'Minta perbaikan');
    await verifier.getByLabel(/^R05/).check();
    await verifier.getByText('Pertanyaan yang dibuka lagi').first().click();
    await verifier.locator('[name=buka][value="child.name"]').check();
    await verifier.locator('[name=catatan]').fill('Tulis nama lengkap seperti di surat bidan.');
    await press(verifier, 'Putuskan');
    // What the citizen will read is read first.
    await verifier.getByText('Ini yang dibaca warga').waitFor();
    expect(await main(verifier)).toContain('Hanya pertanyaan “Nama lengkap anak” yang terbuka lagi.');
    await sound(verifier);
    await shot(verifier, 'minta-perbaikan');
    await press(verifier, 'Kirim ke warga');
    await done(verifier);

    const parent = await stage.citizen(family.by, way);
    await parent.goto(own);
    expect(await parent.textContent('h1')).toContain('Menunggu Anda memperbaiki');
    expect(await main(parent)).toContain('Tulis nama lengkap seperti di surat bidan.');
    await sound(parent);
    await shot(parent, 'perbaiki');
    await parent.getByRole('link', { name: 'Perbaiki sekarang' }).click();
    await parent.locator('[name="child.name"]').fill(`${family.child} Perdana`);
    await press(parent, 'Lanjut');
    await parent.getByRole('heading', { name: 'Periksa jawaban Anda' }).waitFor();
    // Nothing but the one question may be changed.
    expect(await parent.getByRole('link', { name: /^Ubah/ }).count()).toBe(1);
    await sound(parent);
    await shot(parent, 'perbaiki-periksa');
    await parent.check('#benar');
    await press(parent, 'Kirim perbaikan');
    await parent.waitForURL(`**${own}`);
    expect(await parent.textContent('h1')).toContain('Menunggu pemeriksaan berkas');

    await verifier.goto('/kantor');
    expect(await main(verifier)).toContain('sudah diperbaiki');
    expect(await main(verifier)).toContain(`${family.child} Perdana`);
    await decide(verifier, path, 'Setujui');

    const head = await stage.officer('kadis.depok', way);
    await head.goto(path);
    expect(await main(head)).toContain('Rancangan surat, seperti akan ditandatangani');
    await sound(head);
    await shot(head, 'keputusan-terlambat');
    await decide(head, path, 'Putuskan');
    await parent.goto(own);
    expect(await parent.textContent('h1')).toContain('Menunggu pencatatan');
    const papers = await stage.h.t.admin<{ kind: string; state: string }>(
      'select kind, state from documents.paper where case_id = $1',
      [ref.id],
    );
    expect(papers).toEqual([{ kind: 'keputusan-pencatatan-terlambat', state: 'active' }]);

    // The number of the register says that it was late; the paper bears the name as it was repaired.
    await act(stage.h, await officer(stage.h, SEAT, 'pps'), ref, 'pencatatan', 'catat');
    await act(stage.h, await officer(stage.h, SEAT, 'kabidCapil'), ref, 'validasi', 'setujui');
    await decide(head, path, 'Terbitkan');
    const [register] = await stage.h.t.admin<{ number: string; holder: string }>(
      `select number, holder_label as holder from documents.paper where case_id = $1 and kind = 'register-akta-kelahiran'`,
      [ref.id],
    );
    expect(register?.number).toContain('LT');
    expect(register?.holder).toBe(`${family.child} Perdana`);
    expect(stage.h.errors).toEqual([]);
  });
});
