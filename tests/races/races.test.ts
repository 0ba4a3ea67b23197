import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Api, openClient } from '../api/client.ts';
import { type Ref, ready } from '../api/walk.ts';
import { type TestHouse, testHouse } from '../support/house.ts';

// Things that happen at the same moment, over HTTP: one of them is done, the others are told what happened.

let h: TestHouse;
let api: Api;
beforeAll(async () => {
  h = await testHouse();
  api = await openClient(h);
}, 240_000);
afterAll(() => h?.close());

const SKTM = { owner: '32.76', service: 'sktm' };
const LOST = { owner: 'nasional', service: 'ktp-hilang' };
const BIRTH = { owner: 'nasional', service: 'akta-kelahiran' };
const confirmed = { confirmed: true };
const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
const person = (key: string) => ({ nik: api.cast.find((one) => one.key === key)?.nik ?? '' });
const letter = (institution: string) => ({
  ...{ purpose: 'school', institution, income: 1_500_000, dependants: 3, poor: true },
});

async function draft(key: string, institution: string) {
  const token = await api.citizen(key);
  return { token, ...(await ready(api, token, SKTM, letter(institution), ['rtLetter', 'house'])) };
}

async function pickup() {
  const { body } = await api.call('listOffices', {}, { query: { kind: 'kelurahan', region: '32.76', q: 'tugu' } });
  const [office] = body.offices as { region: string; code: string }[];
  return { kind: 'kelurahan', region: office?.region ?? '', code: office?.code ?? '' };
}

const birth = async (name: string) => ({
  ...{ reporterRelation: 'parent', origin: 'parents', 'child.name': name, 'child.sex': 'female' },
  ...{ 'child.birthDate': daysAgo(9), 'child.birthTime': '04:15', 'child.placeKind': 'hospital' },
  ...{ 'child.birthPlace': { code: '32.76' }, 'child.birthKind': 'single', 'child.order': 2 },
  ...{ 'child.helper': 'midwife', 'child.weight': 3100, mother: person('dewi'), father: person('budi') },
  ...{ home: { of: 'mother' }, relationship: 'child', pickup: await pickup() },
  ...{ witness1: person('endang'), witness2: person('euis') },
});

/** One is done; each of the others reads what happened, in words: 412 where the version moved on, 409 where something else stands in the way. */
function onlyOne(answers: readonly Answer[]): Answer {
  const [done, ...more] = answers.filter(({ status }) => status === 200);
  expect(more).toEqual([]);
  const told = answers.filter((one) => one !== done);
  for (const { status, body } of told) {
    expect([409, 412]).toContain(status);
    expect(String(body.title).length + String(body.detail ?? '').length).toBeGreaterThan(20);
  }
  if (!done) throw new Error(JSON.stringify(answers.map(({ body }) => body)));
  return done;
}

const events = async (ref: Ref, kind: string): Promise<number> => {
  const [row] = await h.t.admin<{ many: number }>(
    'select count(*)::int as many from cases.event where case_id = $1 and kind = $2',
    [ref.id, kind],
  );
  return row?.many ?? 0;
};

describe('at the same moment', { timeout: 120_000 }, () => {
  it('ten clicks with one key are one sending, told ten times', async () => {
    const { token, ref, version } = await draft('dewi', 'SDN Sepuluh');
    const key = randomUUID();
    const clicks = await Promise.all(
      Array.from({ length: 10 }, () => api.call('submitCase', ref, { token, version, key, body: confirmed })),
    );
    expect(clicks.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(new Set(clicks.map(({ body }) => body.number)).size).toBe(1);
    expect(await events(ref, 'submitted')).toBe(1);
  });

  it('ten sendings with keys of their own are one', async () => {
    const { token, ref, version } = await draft('budi', 'SDN Sendiri');
    onlyOne(
      await Promise.all(
        Array.from({ length: 10 }, () => api.call('submitCase', ref, { token, version, body: confirmed })),
      ),
    );
    expect(await events(ref, 'submitted')).toBe(1);
  });

  it('an answer and the sending: the later one is told', async () => {
    const { token, ref, version } = await draft('endang', 'SDN Ganti');
    onlyOne(
      await Promise.all([
        api.call('submitCase', ref, { token, version, body: confirmed }),
        api.call('answerCase', ref, { token, version, body: { answers: { dependants: 4 } } }),
      ]),
    );
  });

  it('a withdrawal and a decision, and two decisions', async () => {
    const { token, ref, version } = await draft('siti', 'SDN Batal');
    await api.call('submitCase', ref, { token, version, body: confirmed });
    const now = await api.call('readCase', ref, { token });
    const [open] = now.body.waiting as { step: string; at: { office: string } }[];
    const clerk = await api.officer(open?.at.office ?? '', 'petugasKelurahan');
    const read = await api.call('readWork', ref, { token: clerk });
    const decide = (action: string, more: object = {}) =>
      api.call('decideWork', ref, {
        token: clerk,
        version: read.version,
        body: { step: 'verifikasi', action, ...more },
      });
    const answers = await Promise.all([
      api.call('withdrawCase', ref, { token, version: now.version }),
      decide('setujui'),
      decide('tolak', { reasons: ['L02'] }),
    ]);
    const won = onlyOne(answers);
    const { body } = await api.call('readCase', ref, { token });
    expect(body.status).toBe(won === answers[1] ? 'running' : 'closed');
    await h.house.jobs.settle();
  });

  it('two requests of one person for what he can ask for once', async () => {
    const token = await api.citizen('hendra');
    const lost = { lostOn: daysAgo(5), policeNumber: 'SKTLK/1/XI/2026', policeDate: daysAgo(4), dataChanged: 'no' };
    const answers = { ...lost, pickup: await pickup() };
    const drafts = [
      await ready(api, token, LOST, answers, ['policeLetter']),
      await ready(api, token, LOST, answers, ['policeLetter']),
    ];
    onlyOne(
      await Promise.all(
        drafts.map(({ ref, version }) => api.call('submitCase', ref, { token, version, body: confirmed })),
      ),
    );
  });

  it('one child told of by both parents, and another child into the same family card', async () => {
    const drafts = [];
    for (const [key, name] of [
      ['dewi', 'Kirana Ayu'],
      ['budi', 'Kirana Ayu'],
      ['dewi', 'Kinanti Ayu'],
    ] as const) {
      const token = await api.citizen(key);
      drafts.push({ token, ...(await ready(api, token, BIRTH, await birth(name), ['birthStatement'])) });
    }
    const answers = await Promise.all(
      drafts.map(({ token, ref, version }) => api.call('submitCase', ref, { token, version, body: confirmed })),
    );
    onlyOne(answers);
    expect(h.errors).toEqual([]);
  });
});
