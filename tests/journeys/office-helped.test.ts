import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sayTime } from '../../src/kernel/dates.ts';
import { main, openStage, press, type Stage, shot, sound, WAYS } from '../support/browse.ts';
import { nurse, PUSKESMAS, stranger } from '../support/queue-room.ts';

// An officer of a Puskesmas at work, by pages alone.

let s: Stage;
let now = new Date('2026-11-16T01:00:00Z');
beforeAll(async () => {
  s = await openStage({ clock: () => now });
  await s.h.house.queue.layOut(s.h.house.relay);
}, 180_000);
afterAll(() => s?.close());

describe.each(WAYS)('another day for somebody at the counter, %s', (_, way) => {
  it('day, window, who he is; the number to be told, and a slip without a name', { timeout: 120_000 }, async () => {
    const page = await s.officer('perawat.beji', way);
    await page.goto('/kantor/antrean');
    await page.getByRole('link', { name: 'Pesankan hari lain' }).click();
    expect((await main(page)).trimStart()).toMatch(/Gawat darurat\? Jangan antre: langsung ke UGD/);
    // No service is taken for granted.
    expect(await page.locator('[name=jam], [name=nama]').count()).toBe(0);
    await page.selectOption('[name=layanan]', 'umum');
    await press(page, 'Lihat jam');
    await page.selectOption('[name=hari]', '2026-11-18');
    await press(page, 'Lihat jam');
    expect(page.url()).toContain('hari=2026-11-18');
    expect(await main(page)).toContain('Jam kedatangan: Pemeriksaan umum, Rabu, 18 November 2026');
    expect(await page.locator('select[name=layanan]').inputValue()).toBe('umum');
    await press(page, 'Pesankan');
    const faults = await page.locator('.errors').textContent();
    for (const fault of ['Pilih jamnya', 'Isi nama']) expect(faults).toContain(fault);
    await sound(page);
    await shot(page, 'helped-faults');
    await page.fill('[name=nama]', 'Tamu Telepon');
    await page.getByLabel('Bayar sendiri').check();
    await page.locator('input[name=jam]').first().check();
    await press(page, 'Pesankan');
    await page.getByText(/^Nomor A-\d{3}: Rabu, 18 November 2026, 08\.00–08\.30 WIB\.$/).waitFor();
    await sound(page);
    await shot(page, 'helped');
    await page.getByRole('link', { name: 'Cetak karcis 58 mm' }).click();
    expect(await main(page)).toContain('Rabu, 18 November 2026');
    expect(await page.content()).not.toMatch(/Tamu|Pemeriksaan|umum/i);
    await page.getByRole('link', { name: 'Kembali' }).click();
    expect(page.url()).toContain('/kantor/antrean/pesankan');
    expect(s.h.errors).toEqual([]);
  });
});

describe.each(WAYS)('the desk of whoever works with a queue alone, %s', (_, way) => {
  it('begins with the queue, and offers nothing else', async () => {
    const page = await s.officer('perawat.beji', way);
    await page.goto('/kantor');
    expect(new URL(page.url()).pathname).toBe('/kantor/antrean');
    expect(await page.locator('nav').first().innerText()).not.toMatch(/Kotak kerja|Kartu|Surat/);
    const clerk = await s.officer('verifikator.depok', way);
    await clerk.goto('/kantor');
    expect(new URL(clerk.url()).pathname).toBe('/kantor');
  });
});

describe.each(WAYS)('a room says what is so, %s', (_, way) => {
  const queue = () => s.h.house.queue;
  it('too early, no reason, paused, closed; who did not come is not served', { timeout: 120_000 }, async () => {
    const [poli, need] = way.scripts ? ['kia', 'kontrol-hamil'] : ['gigi', 'gigi'];
    const [day] = await queue().days(PUSKESMAS, '2026-11-16', '2026-11-16', poli);
    const [slot] = day?.slots ?? [];
    if (!day || !slot) throw new Error('no session');
    const { session } = day;
    const whom = stranger(1);
    await queue().book(
      { id: whom.person, label: 'Orang', seat: null, roles: [], nik: null },
      { region: slot.region, slot: slot.id, need, whom, authority: 'self', payer: 'umum' },
      randomUUID(),
    );
    const page = await s.officer('perawat.beji', way);
    const errors = async () => (await page.locator('.errors').textContent()) ?? '';
    now = new Date(slot.startsAt.getTime() - 90 * 60_000);
    await page.goto(`/kantor/antrean/${session.id}?ruang=1`);
    await press(page, 'Hadir');
    expect(await errors()).toContain(`mulai ${sayTime(new Date(slot.startsAt.getTime() - 60 * 60_000), 'WIB', 'id')}`);
    await shot(page, 'room-early');
    await press(page, 'Jeda: berhenti memanggil');
    expect(await errors()).toContain('Pilih alasan jeda');
    expect(await page.locator('#alasan-paused').getAttribute('aria-invalid')).toBe('true');
    // What ends the whole session is folded away.
    expect(await page.getByRole('button', { name: /^Sesi tidak jadi/ }).isVisible()).toBe(false);

    now = new Date(session.startsAt.getTime() + 60_000);
    for (let i = 0; i < 2; i++) {
      const guest = { ...stranger(i), person: null, basis: 'counter' as const };
      await queue().walkIn(nurse, { session, whom: guest, payer: 'umum', sees: null }, randomUUID());
    }
    await page.goto(`/kantor/antrean/${session.id}?ruang=1`);
    // Whoever took it at the screen, or lost the paper, gets one.
    await page.getByRole('link', { name: 'Karcis', exact: true }).first().click();
    expect(await page.locator('.slip-no').textContent()).toMatch(/^[BC]-\d{3}$/);
    await page.getByRole('link', { name: 'Kembali ke ruang' }).click();
    await press(page, 'Panggil berikutnya');
    const first = (await page.locator('.room-now .no').textContent()) ?? '';
    expect(await page.locator('kbd').first().isVisible()).toBe(way.scripts);
    await sound(page);
    await shot(page, 'room');
    if (way.scripts) await page.keyboard.press('b');
    else await press(page, 'Tidak datang, panggil berikutnya');
    await page
      .getByRole('status')
      .filter({ hasText: `${first} dilewati` })
      .waitFor();
    const second = (await page.locator('.room-now .no').textContent()) ?? '';
    expect(second).not.toBe(first);
    await page.getByRole('button', { name: /^Selesai ?S?$/ }).click();
    await page
      .getByRole('status')
      .filter({ hasText: `${second} selesai.` })
      .waitFor();
    expect(await page.locator('tr', { hasText: first }).textContent()).toContain('tadi dilewati');

    // Somebody pauses it on another screen.
    await queue().rule(nurse, session, { from: 'open', to: 'paused', reason: 'istirahat' }, randomUUID());
    await press(page, 'Panggil berikutnya');
    expect(await errors()).toContain('Sesi sedang dijeda');
    expect(await page.getByRole('button', { name: 'Panggil berikutnya' }).count()).toBe(0);
    expect(await main(page)).not.toContain('dengan tombol di atas');
    await press(page, 'Lanjutkan seperti biasa');
    await page.getByText('Sesi ini berjalan seperti biasa lagi.').waitFor();
    await queue().rule(nurse, session, { from: 'open', to: 'full', reason: 'penuh' }, randomUUID());
    await page.fill('[name=nama]', 'Tamu Sore');
    await page.getByLabel('Bayar sendiri').check();
    await press(page, 'Beri nomor');
    expect(await errors()).toContain('Pendaftaran sesi ini sudah ditutup');
    expect(await page.locator('[name=nama]').count()).toBe(0);
    await sound(page);
    await shot(page, 'room-shut');
    await page.goto('/kantor/antrean');
    expect(await main(page)).toContain('Pendaftaran ditutup: ');
    expect(s.h.errors).toEqual([]);
  });
});

describe.each(WAYS)('a doctor is absent on a later day, %s', (_, way) => {
  it('the one session is called off, with a reason; who has a number is told, and the other sessions stand', {
    timeout: 120_000,
  }, async () => {
    const queue = () => s.h.house.queue;
    const day = way.scripts ? '2026-11-19' : '2026-11-20';
    const [found] = await queue().days(PUSKESMAS, day, day, 'gigi');
    const [slot] = found?.slots ?? [];
    if (!found || !slot) throw new Error('no session');
    const whom = { ...stranger(7), name: 'Pemegang Nomor' };
    const wish = { region: slot.region, slot: slot.id, need: 'gigi', whom, authority: 'self', payer: 'umum' } as const;
    const holder = { id: whom.person, label: 'Orang', seat: null, roles: [], nik: null };
    await queue().book(holder, wish, randomUUID());
    const page = await s.officer('perawat.beji', way);
    await page.goto('/kantor/antrean');
    await page.getByRole('link', { name: 'Hari berikutnya' }).click();
    await sound(page);
    await shot(page, 'ahead');
    // A pharmacy, to which one is only sent on, has no numbers of its own.
    expect(await main(page)).not.toContain('Obat');
    const path = `/kantor/antrean/mendatang/${found.session.id}`;
    await page.locator(`a[href="${path}"]`).click();
    expect(await main(page)).toMatch(/C-\d{3}\s*Pemegang Nomor\s*08\.00/);
    await press(page, 'Sesi tidak jadi: semua diberi tahu dan memilih waktu lain');
    expect(await page.locator('.errors').textContent()).toContain('Pilih alasan sesi tidak jadi');
    await sound(page);
    await page.selectOption('[name=alasan]', 'dokter');
    await press(page, 'Sesi tidak jadi: semua diberi tahu dan memilih waktu lain');
    await page.getByText('Sesi ini tidak jadi: dokter berhalangan.').waitFor();
    await shot(page, 'ahead-off');
    expect(await page.locator('form[action^="/kantor/antrean/mendatang"]').count()).toBe(0);
    const states = await queue().days(PUSKESMAS, day, day);
    expect(states.filter(({ session }) => session.state === 'cancelled').map(({ session }) => session.id)).toEqual([
      found.session.id,
    ]);
    // Today's are ruled in their rooms.
    const [today] = await queue().days(PUSKESMAS, '2026-11-16', '2026-11-16', 'umum');
    expect((await page.goto(`/kantor/antrean/mendatang/${today?.session.id}`))?.status()).toBe(404);
  });
});
