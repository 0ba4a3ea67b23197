import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, press, type Stage, WAYS } from '../support/browse.ts';
import { citizen } from '../support/walk.ts';

// The browser's own "back" to the pages where a number is changed: they show what is stored.

let s: Stage;
let now = new Date('2026-11-16T00:00:00Z');
beforeAll(async () => {
  s = await openStage({ clock: () => now });
  await s.h.house.queue.layOut(s.h.house.relay);
}, 180_000);
afterAll(() => s?.close());

describe.each(WAYS)('back to what was changed, %s', (_, way) => {
  it('shows no former choice', { timeout: 120_000 }, async () => {
    const { queue, people } = s.h.house;
    const key = way.scripts ? 'dewi' : 'budi';
    const { doer, party } = await citizen(s.h, key);
    const person = await people.findById('32.76', party.id);
    const days = await queue.days('32.76/pkm-beji', '2026-11-17', '2026-11-30', 'umum');
    const day = days.find(({ session }) => session.taken === 0);
    if (!person || !day) throw new Error('no day');
    now = new Date(day.session.startsAt.getTime() - 2 * 3_600_000);
    const { id, nik, name, sex, birthDate } = person;
    const whom = { person: id, nik, card: null, phone: null, name, sex, birthDate, basis: 'register' as const };
    const slot = day.slots[0]?.id ?? '';
    const wish = { region: '32.76', slot, need: 'sakit', whom, authority: 'self', payer: 'umum' } as const;
    const ref = await queue.book(doer, wish, randomUUID());
    const ticket = `/antrean/32.76/${ref.id}`;
    const page = await s.citizen(key, way);
    const chosen = () =>
      page.locator('input[type=radio]:checked').evaluateAll((all) => all.map((one) => one.getAttribute('value')));

    await page.goto(`${ticket}/ubah`);
    await page.locator('input[name=jam]:not([disabled])').nth(1).check();
    await press(page, 'Ganti ke waktu ini');
    await page.waitForURL(`**${ticket}`);
    await page.goBack();
    await page.waitForURL('**/ubah*');
    expect(await chosen()).toEqual([]);

    await page.goto(`${ticket}/terlambat`);
    await page.locator('input[value="30"]').check();
    await press(page, 'Saya akan terlambat');
    await page.waitForURL(`**${ticket}`);
    await page.goto(`${ticket}/terlambat`);
    expect(await chosen()).toEqual(['30']);
    await page.locator('input[value="60"]').check();
    await page.goto(ticket);
    await page.goBack();
    await page.waitForURL('**/terlambat');
    expect(await chosen()).toEqual(['30']);
  });
});
