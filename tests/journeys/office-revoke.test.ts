import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main, openStage, press, type Stage, shot, sound, WAYS } from '../support/browse.ts';
import { act, checkedSktm, officer } from '../support/walk.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage?.close());

const SEAT = '32.76/kel-kemiri-muka';

describe.each(WAYS)('a paper that was given out by mistake, %s', (_, way) => {
  it('is revoked by the head, and whoever checks it reads that it is, never why; a message that stopped is sent again', {
    timeout: 180_000,
  }, async () => {
    const { documents, jobs } = stage.h.house;
    const { ref, own } = await checkedSktm(stage.h, `SMK ${way.width}`);
    await act(stage.h, await officer(stage.h, SEAT, 'lurah'), ref, 'tandaTangan', 'terbitkan');
    await jobs.settle();
    const context = { regions: ['32.76'], offices: [SEAT] };
    const [paper] = await documents.papersOfCases(context, '32.76', [ref.id]);
    if (!paper?.number) throw new Error('no paper');
    const check = new URL(documents.checkOf(paper)?.url ?? '').pathname;
    const stranger = await stage.stranger(way);
    await stranger.goto(check);
    expect(await main(stranger)).toContain('Asli dan berlaku');

    const clerk = await stage.officer('kelurahan.kemirimuka', way);
    await clerk.goto(`/kantor/surat/${paper.region}/${paper.id}`);
    expect(await main(clerk)).toContain('Yang dapat mencabut: kepala kantor ini.');
    const head = await stage.officer('lurah.kemirimuka', way, 'wholeChromium');
    // The paper is shown inside the page: no policy of ours may stand in its way.
    const refused: string[] = [];
    head.on('console', (said) => /Content.Security.Policy/i.test(said.text()) && refused.push(said.text()));
    await head.goto('/kantor/surat');
    await head.fill('#nomor', paper.number);
    await press(head, 'Cari');
    await sound(head);
    await shot(head, 'surat-kantor');
    await head.getByRole('link', { name: 'Surat keterangan tidak mampu' }).first().click();
    await head.getByRole('link', { name: 'Cabut surat ini' }).waitFor();
    expect(await main(head)).toContain(paper.number);
    await sound(head);
    await shot(head, 'surat-kantor-satu');
    const frame = await head.locator('iframe').elementHandle();
    const inside = await frame?.contentFrame();
    await expect.poll(() => inside?.url()).toContain(`${paper.id}/pdf`);
    expect(refused).toEqual([]);
    await head.getByRole('link', { name: 'Cabut surat ini' }).click();
    await press(head, 'Ya, cabut');
    expect(await main(head)).toContain('Tulis alasannya.');
    await sound(head);
    await shot(head, 'cabut');
    await head.fill('#alasan', 'Terbit untuk orang yang keliru.');
    // The gateway does not take the message that tells the holder.
    stage.h.trouble({ status: 422, times: 1 });
    await press(head, 'Ya, cabut');
    await head.getByText('Surat ini sudah dicabut. Pemiliknya dikabari.').waitFor();
    expect(await main(head)).toContain('Terbit untuk orang yang keliru.');
    await head.goto('/kantor/surat/nomor');
    expect(await main(head)).toContain(paper.number);
    await sound(head);

    await stranger.goto(check);
    expect(await main(stranger)).toContain('Asli, tetapi sudah dicabut');
    expect(await main(stranger)).not.toContain('keliru');
    await sound(stranger);
    await shot(stranger, 'periksa-dicabut');
    await jobs.settle();
    const dewi = await stage.citizen('dewi', way);
    await dewi.goto(own);
    await dewi.getByRole('link', { name: /Surat keterangan tidak mampu/ }).click();
    await dewi.getByRole('heading', { name: 'Surat keterangan tidak mampu' }).first().waitFor();
    expect(await main(dewi)).toContain('Dicabut');
    await sound(dewi);

    const admin = await stage.officer('admin.depok', way);
    await expect
      .poll(async () => {
        await admin.goto('/kantor/kabar');
        return main(admin);
      })
      .toContain('Tidak mungkin');
    await sound(admin);
    await shot(admin, 'kabar-gagal');
    await press(admin, 'Kirim lagi yang ditandai');
    expect(await main(admin)).toContain('Tandai paling sedikit satu pesan.');
    await admin.getByRole('link', { name: 'Tandai semua' }).click();
    await press(admin, 'Kirim lagi yang ditandai');
    await admin.getByText('1 pesan dikirim lagi.').waitFor();
    await jobs.settle();
    await admin.goto('/kantor/kabar');
    expect(await main(admin)).toContain('Semua kabar terkirim');
    expect(stage.h.errors).toEqual([]);
  });
});
