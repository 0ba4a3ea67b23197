import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseRef, Doer } from '../../src/capabilities/cases/index.ts';
import { type TestHouse, testHouse } from '../support/house.ts';

let h: TestHouse;
beforeAll(async () => {
  h = await testHouse();
});
afterAll(() => h.close());

/** Somebody of the cast as a citizen who is logged in. */
async function citizen(key: string) {
  const member = h.cast.families.flatMap((family) => family.members).find((one) => one.key === key);
  const person = member && (await h.house.people.find(member.nik));
  if (!person) throw new Error(key);
  const doer: Doer = { id: person.id, label: person.name, seat: null, roles: [], nik: null };
  return { doer, party: { id: person.id, nik: person.nik, name: person.name }, region: person.region };
}

/** An officer of this role at this office. */
async function officer(seat: string, role: string): Promise<Doer> {
  const rows = await h.t.admin<{ officer: string; name: string }>(
    `select r.officer, o.name from accounts.role r join accounts.officer o on o.id = r.officer where r.office = $1 and r.role = $2`,
    [seat, role],
  );
  const [row] = rows;
  if (!row) throw new Error(`nobody is ${role} at ${seat}`);
  return { id: row.officer, label: row.name, seat, roles: [role], nik: null };
}

async function fill(doer: Doer, ref: CaseRef, answers: Readonly<Record<string, unknown>>): Promise<void> {
  const { cases } = h.house;
  for (let draft = await cases.draft(doer, ref); draft.settled.next; draft = await cases.draft(doer, ref)) {
    const { next, issues } = draft.settled;
    const missing = next.questions.filter((id) => !(id in answers));
    if (missing.length > 0) throw new Error(`no answer for ${missing.join(', ')} ${JSON.stringify(issues)}`);
    if (next.kind === 'files') {
      for (const question of next.questions) await attach(doer, ref, question);
      continue;
    }
    const body = Object.fromEntries(next.questions.map((id) => [id, answers[id]]));
    const guard = { version: draft.found.version, key: randomUUID() };
    const { issues: wrong } = await cases.answer(doer, ref, next.ref, body, guard);
    if (wrong.length > 0) throw new Error(`${next.ref}: ${JSON.stringify(wrong)}`);
  }
}

async function attach(doer: Doer, ref: CaseRef, question: string): Promise<void> {
  const { cases, files } = h.house;
  const id = randomUUID();
  const bytes = new TextEncoder().encode(`%PDF-1.7 ${id}`);
  const stored = await files.put({ region: ref.region, id: ref.id }, bytes);
  const { found } = await cases.draft(doer, ref);
  const file = {
    id,
    question,
    name: 'surat.pdf',
    type: 'application/pdf' as const,
    size: bytes.length,
    stored: stored.name,
    uploadedAt: new Date(),
  };
  await cases.addFile(
    doer,
    ref,
    { ...file, sha256: Buffer.from(stored.sha256, 'hex') },
    { version: found.version, key: randomUUID() },
  );
}

async function act(
  doer: Doer,
  ref: CaseRef,
  step: string,
  action: string,
  extra: { reasons?: string[]; questions?: string[]; body?: Record<string, unknown> } = {},
) {
  const { tasks } = await h.house.cases.view(doer, ref);
  const task = tasks.find((one) => one.step === step);
  if (!task) throw new Error(`${step} is not open; open: ${tasks.map((one) => one.step)}`);
  const decision = {
    action,
    reasons: extra.reasons ?? [],
    questions: extra.questions ?? [],
    note: null,
    body: extra.body ?? {},
  };
  return h.house.cases.decide(doer, ref, step, decision, { version: task.since, key: randomUUID() });
}

describe('a letter of a city, from the first answer to the check by a stranger', () => {
  it('walks', async () => {
    const { cases, documents } = h.house;
    const rina = await citizen('dewi');
    const ref = await cases.begin(rina.doer, {
      ...{ id: randomUUID(), service: '32.76/sktm', region: rina.region, applicant: rina.party, subject: rina.party },
      ...{ authority: 'self', channel: 'warga' },
    });
    await fill(rina.doer, ref, {
      purpose: 'school',
      institution: 'SMP Negeri 4',
      income: '1.500.000',
      dependants: '3',
      poor: 'yes',
      rtLetter: 1,
      house: 1,
    });
    const ready = await cases.draft(rina.doer, ref);
    expect(ready.settled.complete).toBe(true);
    const guard = { version: ready.found.version, key: randomUUID() };
    const { number } = await cases.submit(rina.doer, ref, guard);
    expect(number).toMatch(/^3276\d{7}[A-Z]$/);
    expect(await cases.submit(rina.doer, ref, guard)).toEqual({ number });

    const seat = (await cases.view(rina.doer, ref)).found.office ?? '';
    const verifier = await officer(seat, 'petugasKelurahan');
    const inbox = await cases.inbox(verifier);
    expect(inbox.items.map((item) => item.number)).toEqual([number]);
    await act(verifier, ref, 'verifikasi', 'setujui');
    await act(await officer(seat, 'kasiKesra'), ref, 'paraf', 'paraf');
    const lurah = await officer(seat, 'lurah');
    await act(lurah, ref, 'tandaTangan', 'terbitkan');

    const done = await cases.view(rina.doer, ref);
    expect(done.found).toMatchObject({ status: 'closed', outcome: 'terbit' });
    const [paper] = await documents.papersOfCases({ regions: [ref.region], persons: [rina.doer.id] }, ref.region, [
      ref.id,
    ]);
    expect(paper).toMatchObject({ state: 'active', kind: 'sktm' });
    expect(paper?.number).toMatch(/^460\/001\/.*SPESIMEN.*/);
    if (!paper) throw new Error('no paper');
    const check = documents.checkOf(paper);
    const token = check?.url.split('/').at(-1) ?? '';
    expect(await documents.checkByToken(token)).toMatchObject({ state: 'active' });
    await h.house.jobs.settle();
    await expect.poll(async () => (await cases.mine(rina.doer.id))[0]).toMatchObject({ status: 'closed', number });
    expect(h.errors).toEqual([]);
  });
});
