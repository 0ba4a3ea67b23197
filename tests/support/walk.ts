import { randomUUID } from 'node:crypto';
import type { CaseRef, Doer } from '../../src/capabilities/cases/index.ts';
import type { TestHouse } from './house.ts';

// A journey at the level of rooms: what the pages do, without them.

/** Somebody of the cast as a citizen who is logged in. */
export async function citizen(h: TestHouse, key: string) {
  const member = h.cast.families.flatMap((family) => family.members).find((one) => one.key === key);
  const person = member && (await h.house.people.find(member.nik));
  if (!person) throw new Error(key);
  const doer: Doer = { id: person.id, label: person.name, seat: null, roles: [], nik: null };
  return { doer, party: { id: person.id, nik: person.nik, name: person.name }, region: person.region };
}

/** An officer of this role at this office. */
export async function officer(h: TestHouse, seat: string, role: string): Promise<Doer> {
  const rows = await h.t.admin<{ officer: string; name: string }>(
    `select r.officer, o.name from accounts.role r join accounts.officer o on o.id = r.officer where r.office = $1 and r.role = $2`,
    [seat, role],
  );
  const [row] = rows;
  if (!row) throw new Error(`nobody is ${role} at ${seat}`);
  return { id: row.officer, label: row.name, seat, roles: [role], nik: null };
}

/** Answers a draft screen by screen until nothing is missing. */
export async function fill(
  h: TestHouse,
  doer: Doer,
  ref: CaseRef,
  answers: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { cases } = h.house;
  let before = '';
  for (let draft = await cases.draft(doer, ref); draft.settled.next; draft = await cases.draft(doer, ref)) {
    const { next, issues } = draft.settled;
    if (next.ref === before) throw new Error(`stuck at ${next.ref}: ${JSON.stringify(issues)}`);
    before = next.ref;
    const known = next.questions.filter((id) => id in answers);
    if (next.kind === 'files') {
      for (const question of known) await attach(h, doer, ref, question);
      continue;
    }
    const body = Object.fromEntries(known.map((id) => [id, answers[id]]));
    const guard = { version: draft.found.version, key: randomUUID() };
    const { issues: wrong } = await cases.answer(doer, ref, next.ref, body, guard);
    if (wrong.length > 0) throw new Error(`${next.ref}: ${JSON.stringify(wrong)}`);
  }
}

export async function attach(h: TestHouse, doer: Doer, ref: CaseRef, question: string): Promise<void> {
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

export async function act(
  h: TestHouse,
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
    registered: true,
  };
  return h.house.cases.decide(doer, ref, step, decision, { version: task.since, key: randomUUID() });
}

/** A letter of the city that Dewi asked for: as her own journey leaves it. */
export async function askedSktm(h: TestHouse, institution: string) {
  const dewi = await citizen(h, 'dewi');
  const ref = await h.house.cases.begin(dewi.doer, {
    ...{ id: randomUUID(), service: '32.76/sktm', region: dewi.region, applicant: dewi.party, subject: dewi.party },
    ...{ authority: 'self', channel: 'warga' },
  });
  const answers = { purpose: 'school', institution, income: '1.500.000', dependants: '3', poor: 'yes' };
  await fill(h, dewi.doer, ref, { ...answers, rtLetter: 1, house: 1 });
  const ready = await h.house.cases.draft(dewi.doer, ref);
  const { number } = await h.house.cases.submit(dewi.doer, ref, { version: ready.found.version, key: randomUUID() });
  return { ref, number, path: `/kantor/berkas/${ref.region}/${ref.id}`, own: `/urusan/${ref.region}/${ref.id}` };
}

/** The same, checked by two officers: it waits for the signature. */
export async function checkedSktm(h: TestHouse, institution: string) {
  const asked = await askedSktm(h, institution);
  const seat = '32.76/kel-kemiri-muka';
  await act(h, await officer(h, seat, 'petugasKelurahan'), asked.ref, 'verifikasi', 'setujui');
  await act(h, await officer(h, seat, 'kasiKesra'), asked.ref, 'paraf', 'paraf');
  return asked;
}
