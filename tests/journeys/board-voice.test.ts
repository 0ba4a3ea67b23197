import { randomUUID } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Session } from '../../src/capabilities/queue/index.ts';
import { sayTime } from '../../src/kernel/dates.ts';
import { ROOT } from '../../src/root.ts';
import { readClips } from '../../src/surfaces/board/clips.ts';
import { spokenOf } from '../../src/surfaces/board/spoken.ts';
import { openStage, type Stage, shot } from '../support/browse.ts';
import { nurse, PUSKESMAS, stranger } from '../support/queue-room.ts';

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

describe('what is said', () => {
  it('has a clip for every letter, number and room of words that are there, small enough for a slow line', async () => {
    const clips = await readClips(join(ROOT, 'assets/voice'));
    const room = fc.oneof(
      fc.integer({ min: 0, max: 30 }).map((n) => `Ruang ${n}`),
      fc.constantFrom('Loket 3', 'Loket Obat', 'Poli Gigi', 'Kasir', 'Apotek', 'Ruang B'),
    );
    fc.assert(
      fc.property(fc.constantFrom(...LETTERS), fc.integer({ min: 0, max: 99_999 }), room, (prefix, number, where) => {
        const said = spokenOf({ prefix, number, room: where });
        expect(said.clips.length).toBeGreaterThan(4);
        expect(said.clips.filter((name) => !clips.has(name))).toEqual([]);
      }),
    );
    expect([...clips.values()].reduce((sum, { length }) => sum + length, 0)).toBeLessThan(400_000);
    expect(clips.has('gong')).toBe(true);
  });

  it('is the browser’s own sentence where a word of the room has no clip', () => {
    expect(spokenOf({ prefix: 'A', number: 112, room: 'Ruang Bersalin' })).toEqual({
      clips: [],
      text: 'Nomor antrean A seratus dua belas, silakan ke Ruang Bersalin.',
    });
  });

  it('is what a city brought, and nothing else of its folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'suara-'));
    await writeFile(join(folder, 'gong.mp3'), 'x');
    await writeFile(join(folder, 'Rahasia.txt'), 'x');
    expect([...(await readClips(folder)).keys()]).toEqual(['gong']);
    await expect(readClips(join(folder, 'tidak-ada'))).rejects.toThrow();
  });
});

describe('on the board', () => {
  let stage: Stage;
  let session: Session;
  let now = new Date();
  beforeAll(async () => {
    stage = await openStage({ clock: () => now });
    // Within today, also just after midnight.
    const begun = `greatest(now() - interval '1 hour', date_trunc('day', now(), 'Asia/Jakarta') + interval '1 second')`;
    // Two letters have their day today, whatever the weekday and the hour; no other has.
    await stage.h.t.admin(`update queue.session set day = day - 700 where office = $1`, [PUSKESMAS]);
    const [today] = await stage.h.t.admin<{ id: string; region: string }>(
      `update queue.session set day = (now() at time zone 'Asia/Jakarta')::date, starts_at = ${begun}, ends_at = now() + interval '4 hours',
         rooms = array['Ruang 1', 'Ruang 2', 'Ruang Bersalin', 'Loket Obat Dan Gizi A'], template = gen_random_uuid()::text
       where id = (select id from queue.session where office = $1 and poli = 'umum' order by day desc limit 1) returning id, region`,
      [PUSKESMAS],
    );
    await stage.h.t.admin(
      `update queue.slot set desk = 100, starts_at = starts_at + (now() - interval '30 minutes' - (select min(starts_at) from queue.slot where session = $1)),
         ends_at = ends_at + (now() - interval '30 minutes' - (select min(starts_at) from queue.slot where session = $1)) where session = $1`,
      [today?.id],
    );
    await stage.h.t.admin(
      `update queue.session set day = (now() at time zone 'Asia/Jakarta')::date, starts_at = ${begun}, ends_at = now() + interval '4 hours',
         template = gen_random_uuid()::text
       where id = (select id from queue.session where office = $1 and prefix = 'B' order by day desc limit 1)`,
      [PUSKESMAS],
    );
    const found = today && (await stage.h.house.queue.session(today));
    if (!found) throw new Error('no session');
    session = found;
  }, 180_000);
  afterAll(() => stage.close());

  async function callTo(room: string): Promise<string> {
    now = new Date();
    const whom = { ...stranger(1), person: null, basis: 'counter' as const };
    await stage.h.house.queue.walkIn(nurse, { session, whom, payer: 'umum', sees: null }, randomUUID());
    const [inside] = await stage.h.t.admin<{ id: string }>(
      `select id from queue.entry where lane = $1 and room = $2 and status = 'called'`,
      [session.id, room],
    );
    const called = await stage.h.house.queue.callNext(nurse, { session, room, now: inside?.id ?? null }, randomUUID());
    return `${called?.prefix}-${String(called?.number).padStart(3, '0')}`;
  }

  type Sound = { at: number; long: number };
  type Heard = Window & { sounds: Sound[]; spoken: string[] };
  /** Notes what the browser plays and when. */
  async function listen(page: Page): Promise<void> {
    await page.addInitScript(() => {
      const heard = window as unknown as Heard;
      heard.sounds = [];
      heard.spoken = [];
      const start = AudioBufferSourceNode.prototype.start;
      AudioBufferSourceNode.prototype.start = function (this: AudioBufferSourceNode, at = 0) {
        heard.sounds.push({ at, long: this.buffer?.duration ?? 0 });
        return start.call(this, at);
      };
      window.speechSynthesis.speak = (sentence) => {
        heard.spoken.push(sentence.text);
        setTimeout(() => sentence.onend?.(new Event('end') as SpeechSynthesisEvent), 50);
      };
    });
  }
  const heard = (page: Page) =>
    page.evaluate(() => ({ sounds: (window as unknown as Heard).sounds, spoken: (window as unknown as Heard).spoken }));
  const shows = (page: Page, number: string) =>
    page.waitForFunction(
      (text) => document.querySelector('[data-call]') && document.body.textContent?.includes(text),
      number,
    );
  const said = (page: Page, number: string) =>
    page.waitForFunction((text) => document.documentElement.dataset.said?.startsWith(text), number, {
      timeout: 60_000,
    });

  it('is silent until somebody turns it on; then calls wait for each other, and each is said once', async () => {
    const page = await stage.stranger({ scripts: true, width: 1280 });
    await listen(page);
    await callTo('Ruang 1');
    await page.goto(`/papan/${PUSKESMAS}`);
    const before = await callTo('Ruang 1');
    await shows(page, before);
    expect(await heard(page)).toEqual({ sounds: [], spoken: [] });
    await shot(page, 'board-voice');
    await page.getByRole('button', { name: 'Nyalakan suara' }).click();
    expect(await page.getByRole('button', { name: 'Nyalakan suara' }).isVisible()).toBe(false);
    await callTo('Ruang 1');
    const last = await callTo('Ruang 2');
    await said(page, last);
    const { sounds, spoken } = await heard(page);
    expect(spoken).toEqual([]);
    // A gong each, and each sentence twice.
    const [, , ...more] = sounds;
    expect(more.length).toBeGreaterThan(20);
    for (const [i, sound] of sounds.entries()) {
      const next = sounds[i + 1];
      if (next) expect(next.at).toBeGreaterThanOrEqual(sound.at + sound.long - 0.001);
      expect(sound.long).toBeGreaterThan(0.05);
    }
    // The same calls are drawn again and again, and said no more.
    await page.evaluate(() => document.querySelector('live-region')?.appendChild(document.createElement('i')));
    await page.waitForTimeout(500);
    expect((await heard(page)).sounds).toHaveLength(sounds.length);
  }, 90_000);

  it('speaks by the browser’s voice where a clip is missing', async () => {
    const page = await stage.stranger({ scripts: true, width: 1280 });
    await listen(page);
    await page.goto(`/papan/${PUSKESMAS}`);
    await page.getByRole('button', { name: 'Nyalakan suara' }).click();
    const number = await callTo('Ruang Bersalin');
    await said(page, number);
    const { spoken } = await heard(page);
    expect(spoken).toHaveLength(2);
    expect(spoken[0]).toMatch(/^Nomor antrean A .+, silakan ke Ruang Bersalin\.$/);
  }, 60_000);

  it.each([1280, 1920])('shows a room of words whole, inside its box, at %i', async (width) => {
    const page = await stage.stranger({ scripts: false, width: 1280 });
    await page.setViewportSize({ width, height: (width * 9) / 16 });
    const number = await callTo('Loket Obat Dan Gizi A');
    await page.goto(`/papan/${PUSKESMAS}`);
    expect(await page.locator('.call-now b').textContent()).toBe(number);
    expect(await page.locator('.room-name').textContent()).toBe('Loket Obat Dan Gizi A');
    expect(await page.locator('.call .loket').count()).toBe(0);
    await standsWhole(page);
    await shot(page, `board-words-${width}`);
  });

  /** What is called stands inside its box, above the lines, and one screen holds all of it. */
  async function standsWhole(page: Page): Promise<void> {
    async function boxOf(place: string) {
      const box = await page.locator(place).boundingBox();
      if (!box) throw new Error(`not drawn: ${place}`);
      return { right: box.x + box.width, top: box.y, bottom: box.y + box.height };
    }
    const [now, way, call] = [await boxOf('.call-now'), await boxOf('.call > p:last-child'), await boxOf('.call')];
    const waits = await boxOf('.waits');
    for (const place of ['.call-now b', '.call-now > :last-child']) {
      const box = await boxOf(place);
      expect(box.right).toBeLessThanOrEqual(call.right);
      expect(box.bottom).toBeLessThanOrEqual(way.top);
      expect(box.top).toBeGreaterThanOrEqual(now.top);
    }
    expect(way.bottom).toBeLessThanOrEqual(call.bottom);
    expect(call.bottom).toBeLessThanOrEqual(waits.top);
    expect(waits.bottom).toBeLessThanOrEqual((await boxOf('.board-live')).top);
    expect(await page.evaluate('document.documentElement.scrollHeight - innerHeight')).toBe(0);
  }

  it('says in words where a letter goes, that a session pauses, and when one opens', async () => {
    const page = await stage.stranger({ scripts: false, width: 1280 });
    await page.goto(`/papan/${PUSKESMAS}`);
    const waits = () => page.locator('.waits').textContent();
    expect(await waits()).toContain('Nomor A ke Ruang 1 dll.');
    expect(await waits()).toContain('Nomor B ke Ruang 3');
    const ruling = { from: 'open', to: 'paused', reason: 'istirahat' } as const;
    await stage.h.house.queue.rule(nurse, session, ruling, randomUUID());
    await page.reload();
    expect(await waits()).toContain('dijeda sebentar');
    await stage.h.house.queue.rule(nurse, session, { from: 'paused', to: 'open', reason: '' }, randomUUID());
    const real = now;
    now = new Date(session.startsAt.getTime() - 1000);
    await page.reload();
    expect(await waits()).toContain(`buka ${sayTime(session.startsAt, 'WIB', 'id')}`);
    expect(await waits()).not.toContain('±');
    now = real;
  });

  it.each([1280, 1920])('has room for a dozen lines at %i', async (width) => {
    const [like] = await stage.h.t.admin<{ id: string }>(
      `select id from queue.session where office = $1 and prefix = 'B' order by day desc limit 1`,
      [PUSKESMAS],
    );
    await stage.h.t.admin(
      `insert into queue.session select (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(), 'template', gen_random_uuid(),
         'prefix', letter, 'rooms', jsonb_build_array('Ruang Imunisasi ' || letter)))).*
       from queue.session s, unnest($2::text[]) letter where s.id = $1
         and not exists (select from queue.session other where other.office = s.office and other.prefix = letter and other.day = s.day)`,
      [like?.id, [...'DEFGHIJKLM']],
    );
    const page = await stage.stranger({ scripts: false, width: 1280 });
    await page.setViewportSize({ width, height: (width * 9) / 16 });
    for (const room of ['Ruang 2', 'Loket Obat Dan Gizi A']) {
      const number = await callTo(room);
      await page.goto(`/papan/${PUSKESMAS}`);
      expect(await page.locator('.call-now b').textContent()).toBe(number);
      expect(await page.locator('.waits li').count()).toBe(12);
      await shot(page, `board-many-${room === 'Ruang 2' ? 'sign' : 'words'}-${width}`);
      await standsWhole(page);
    }
  });

  it('plays every clip in the browser, and says when it last heard from the hub', async () => {
    const page = await stage.stranger({ scripts: true, width: 1280 });
    await page.goto(`/papan/${PUSKESMAS}`);
    const names = [...(await readClips(join(ROOT, 'assets/voice'))).keys()];
    const long = await page.evaluate(async (all) => {
      const context = new AudioContext();
      const decoded = await Promise.all(
        all.map(async (name) => context.decodeAudioData(await (await fetch(`/suara/${name}`)).arrayBuffer())),
      );
      return decoded.map(({ duration }) => duration);
    }, names);
    for (const [i, seconds] of long.entries())
      expect([names[i], seconds > 0.1 && seconds < 2]).toEqual([names[i], true]);
    expect(await page.textContent('.board-live')).toMatch(/Terakhir diperbarui \d\d\.\d\d/);
    expect((await fetch(`${stage.origin}/suara/tidak-ada`)).status).toBe(404);
    expect((await fetch(`${stage.origin}/suara/..%2F..%2Fpackage`)).status).toBe(404);
  }, 60_000);
});
