import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type MessageSimulators, startMessageSimulators } from '../../../simulators/messages/index.ts';
import { type TestDatabase, testDatabase } from '../../../tests/support/database.ts';
import { createEnvelope, keysInMemory } from '../../platform/crypto/index.ts';
import { openDatabase } from '../../platform/database/index.ts';
import type { Job } from '../../platform/jobs/index.ts';
import { type Mail, openMail } from '../../platform/mail/index.ts';
import { openMessages } from '../../platform/messages/index.ts';
import { createNotices, type Notices } from './index.ts';
import { MOST_TRIES, waitBefore } from './retry.ts';
import { listed, outside, TEMPLATES, type Template } from './words.ts';

const random = (n: number): Uint8Array => randomBytes(n);
const SITI = 'siti';
const PHONE = '+6281200000001';
let t: TestDatabase;
let s: MessageSimulators;
let mail: Mail;
let notices: Notices;
let now = new Date('2026-11-23T03:05:00Z');

beforeAll(async () => {
  t = await testDatabase();
  s = await startMessageSimulators(() => now);
  mail = openMail({ url: s.smtpUrl, from: 'SatuLoket <loket@contoh.id>' });
  notices = createNotices(
    {
      db: t.db,
      envelope: createEnvelope(keysInMemory(random), random),
      clock: () => now,
      random,
      written: () => undefined,
      messages: openMessages({ sms: s.messagesUrl, whatsapp: s.messagesUrl }),
      mail,
      publicUrl: 'https://loket.contoh.id',
      phoneOf: async (person) => (person === SITI ? PHONE : undefined),
    },
    {
      ...{
        ofCase: (region, id) => `/permohonan/${region}/${id}`,
        ofAccount: '/akun',
        ofPaper: (region, id) => `/surat/${region}/${id}`,
      },
      ...{ ofRequest: (region, id) => `/persetujuan/${region}/${id}`, stillAsked: async () => false },
    },
  );
});
afterAll(async () => {
  mail.close();
  await s.stop();
  await t.close();
});
beforeEach(async () => {
  await t.admin('truncate notices.notice, notices.contact, notices.delivery, platform.outbox');
  s.inbox.clear();
  s.trouble({ status: 500, times: 0 });
});

const pass = (seconds: number): void => {
  now = new Date(now.getTime() + seconds * 1000);
};
const waiting = () => t.admin<Job & { run_at: Date } & Record<string, unknown>>('select * from platform.outbox');
async function run(jobs: readonly Job[]): Promise<void> {
  for (const job of jobs)
    for (const one of notices.subscribers.filter((sub) => sub.topic === job.topic)) await one.run(job);
}
/** As the workers: everything that waits, once. */
async function work(): Promise<number> {
  const jobs = await t.admin<Job & Record<string, unknown>>('delete from platform.outbox returning *');
  await run(jobs);
  return jobs.length;
}
const moved = (kind: string, id = '01932b1e-0000-7000-8000-000000000001'): Job => ({
  id,
  region: '32.76',
  topic: 'case.moved',
  subject: 'case-1',
  actor: SITI,
  payload: {
    kind,
    person: SITI,
    region: '32.76',
    id: 'case-1',
    number: '32760000123K',
    subjectName: 'Bayu Putra',
    say: [{ id: 'Ambil di loket 3.', en: 'Fetch it at counter 3.' }],
  },
});

describe('news of a case', () => {
  it('stands in the person s list and goes out as a number and a link, nothing of the content', async () => {
    await run([moved('ended')]);
    await work();
    expect(await notices.list(SITI)).toMatchObject([
      {
        read: false,
        place: '/permohonan/32.76/case-1',
        text: { id: 'Permohonan 3276-0000-123K untuk Bayu Putra sudah ada hasilnya.' },
        more: [{ id: 'Ambil di loket 3.', en: 'Fetch it at counter 3.' }],
      },
    ]);
    expect(s.inbox.list()).toMatchObject([
      {
        to: PHONE,
        text: 'SatuLoket: Ada kabar tentang permohonan 3276-0000-123K. Lihat: https://loket.contoh.id/permohonan/32.76/case-1',
      },
    ]);
    expect(await t.admin('select status, tries from notices.delivery')).toEqual([{ status: 'sent', tries: 1 }]);
  });

  it('is told once, whatever runs twice', async () => {
    await run([moved('submitted'), moved('submitted')]);
    const jobs = await waiting();
    expect(jobs).toHaveLength(1);
    await Promise.all([run(jobs), run(jobs), run(jobs)]);
    await run(jobs);
    expect(await notices.list(SITI)).toHaveLength(1);
    expect(s.inbox.list()).toHaveLength(1);
  });

  it('of a small kind stays in the list; of an unknown kind is nobody s', async () => {
    await run([moved('repaired')]);
    await run([moved('unknown', '01932b1e-0000-7000-8000-000000000002')]);
    expect(await notices.list(SITI)).toHaveLength(1);
    expect(await work()).toBe(0);
  });

  it('is read by its own person only, and counted until it was', async () => {
    await run([moved('ended')]);
    expect(await notices.unread(SITI)).toBe(1);
    expect(await notices.list('other')).toEqual([]);
    const [one] = await notices.list(SITI);
    await notices.markRead('other', [one?.id ?? '']);
    expect(await notices.unread(SITI)).toBe(1);
    await notices.markRead(SITI, [one?.id ?? '']);
    expect(await notices.unread(SITI)).toBe(0);
    expect(await t.db.query({}, 'select 1 from notices.notice union all select 1 from notices.delivery')).toEqual([]);
  });
});

describe('delivery', () => {
  it('is tried again, later each time, and given up visibly; the operator revives it', async () => {
    s.trouble({ status: 503, times: 1000 });
    await run([moved('ended')]);
    const waits: number[] = [];
    for (let i = 0; i < MOST_TRIES + 3; i++) {
      const [job] = await waiting();
      if (!job) break;
      if (i > 0) waits.push((job.run_at.getTime() - now.getTime()) / 1000);
      now = new Date(Math.max(now.getTime(), job.run_at.getTime()));
      await work();
    }
    expect(waits).toHaveLength(MOST_TRIES - 1);
    expect(Math.max(...waits)).toBeLessThanOrEqual(900 * 1.2);
    const [stopped] = await notices.stopped('32.76');
    expect(stopped).toMatchObject({
      status: 'given-up',
      tries: MOST_TRIES,
      error: 'the message gateway answers 503',
      channel: 'sms',
    });
    expect(await notices.stopped('81.02')).toEqual([]);
    s.trouble({ status: 500, times: 0 });
    await notices.tryAgain('32.76', stopped?.id ?? '');
    await work();
    expect(s.inbox.list()).toHaveLength(1);
    await expect(notices.tryAgain('32.76', stopped?.id ?? '')).rejects.toMatchObject({ code: 'notices/not-stopped' });
  });

  it('that can not work is not tried again', async () => {
    const job = moved('ended');
    await run([{ ...job, payload: { ...(job.payload as object), person: 'nobody' } }]);
    await work();
    expect(await waiting()).toEqual([]);
    expect(await notices.stopped('32.76')).toMatchObject([{ status: 'failed', error: 'the person has no number' }]);
  });

  it('that died with its process comes back by the clock', async () => {
    await run([moved('ended')]);
    await t.admin('delete from platform.outbox');
    const relay = openDatabase({ url: t.adminUrl, role: 'satuloket_relay', poolSize: 1 });
    const [regular] = notices.regular(relay);
    await regular?.run();
    expect(await waiting()).toEqual([]);
    pass(301);
    await regular?.run();
    expect(await work()).toBe(1);
    expect(s.inbox.list()).toHaveLength(1);
    await relay.close();
  });

  it('follows what the person chose', async () => {
    expect(await notices.setContact(SITI, { email: 'bukan alamat', channels: [], language: 'id' })).toMatchObject([
      { code: 'email/shape' },
    ]);
    expect(await notices.setContact(SITI, { email: null, channels: ['email'], language: 'id' })).toMatchObject([
      { code: 'email/missing' },
    ]);
    expect(
      await notices.setContact(SITI, { email: 'siti@contoh.id', channels: ['email', 'whatsapp'], language: 'en' }),
    ).toEqual([]);
    await run([moved('returned')]);
    await work();
    const arrived = s.inbox.list();
    expect(arrived.map((one) => one.channel).sort()).toEqual(['email', 'whatsapp']);
    expect(arrived.find((one) => one.channel === 'email')).toMatchObject({
      to: 'siti@contoh.id',
      subject: 'SatuLoket: request 3276-0000-123K',
      text: 'SatuLoket: Please look at request 3276-0000-123K. See: https://loket.contoh.id/permohonan/32.76/case-1',
    });
    expect(JSON.stringify(await t.admin('select * from notices.contact'))).not.toContain('siti@contoh.id');
    await notices.setContact(SITI, { email: null, channels: [], language: 'id' });
    await run([moved('ended', '01932b1e-0000-7000-8000-000000000003')]);
    expect(await work()).toBe(0);
  });
});

describe('words', () => {
  const link = 'https://satuloket.depok.go.id/antrean/32.76/01932b1e-0000-7000-8000-000000000003';
  const templates = Object.keys(TEMPLATES) as Template[];
  it.each(templates)('%s: both languages; outside never a name', (template) => {
    const about = template.startsWith('queue.') ? { id: 'A-012, Sel 17/11 08.30 WIB' } : undefined;
    const text = listed(template, { number: '3276-0001-4', name: 'Bayu Putra', about });
    expect(text.id.length).toBeGreaterThan(10);
    expect(text.en?.length).toBeGreaterThan(10);
    for (const language of ['id', 'en'] as const) {
      const sent = outside(template, { number: '3276-0001-4', about }, link, language);
      expect(sent.text).not.toContain('Bayu');
      expect(sent.text).toContain(about ? 'A-012' : '3276-0001-4');
      expect(sent.text.length).toBeLessThanOrEqual(160);
    }
  });
});

describe('waitBefore', () => {
  it('grows to a quarter of an hour, is spread, and heeds the gateway', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 20].map((tries) => waitBefore(tries, 0.5))).toEqual([
      30, 60, 120, 240, 480, 900, 900, 900,
    ]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (tries, chance) => {
        const wait = waitBefore(tries, chance);
        return wait >= 24 && wait <= 1080;
      }),
    );
    expect(waitBefore(1, 0.5, 100)).toBe(100);
  });
});
