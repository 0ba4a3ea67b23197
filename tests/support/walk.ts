import { randomUUID } from 'node:crypto';
import type { CaseRef, Doer } from '../../src/capabilities/cases/index.ts';
import type { TestHouse } from './house.ts';

// A journey at the level of rooms: what the pages do, without them.

/** What a citizen has proven who entered code and PIN. */
export const PROVEN = { level: 2, children: [], mandates: [] } as const;

/** Somebody of the cast as a citizen who is logged in. */
export async function citizen(h: TestHouse, key: string) {
  const member = h.cast.families.flatMap((family) => family.members).find((one) => one.key === key);
  const person = member && (await h.house.people.find(member.nik));
  if (!person) throw new Error(key);
  const doer: Doer = { id: person.id, label: person.name, seat: null, roles: [], nik: null, citizen: PROVEN };
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
  extra: { reasons?: string[]; questions?: string[]; note?: string; body?: Record<string, unknown> } = {},
) {
  const { tasks } = await h.house.cases.view(doer, ref);
  const task = tasks.find((one) => one.step === step);
  if (!task) throw new Error(`${step} is not open; open: ${tasks.map((one) => one.step)}`);
  const decision = {
    action,
    reasons: extra.reasons ?? [],
    questions: extra.questions ?? [],
    note: extra.note ?? null,
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

export type Birth = {
  readonly by: string;
  readonly mother: string;
  readonly father: string;
  readonly child: string;
  readonly bornDaysAgo: number;
  /** To whom on the family card of the mother the child is counted. */
  readonly relationship?: 'child' | 'grandchild';
};

/** A birth as it was reported and sent. */
export async function askedBirth(h: TestHouse, birth: Birth) {
  const { doer, party, region } = await citizen(h, birth.by);
  const parents = [birth.mother, birth.father];
  const nik = (key: string) => peopleOf(h).find((one) => one.key === key)?.nik ?? '';
  const [one, two] = witnesses(h, parents);
  const ref = await h.house.cases.begin(doer, {
    ...{ id: randomUUID(), service: 'akta-kelahiran', region, applicant: party },
    ...{ subject: { ...party, name: birth.child }, authority: 'self', channel: 'warga' },
  });
  await fill(h, doer, ref, {
    ...{ reporterRelation: 'parent', origin: 'parents', 'child.name': birth.child, 'child.sex': 'female' },
    ...{ 'child.birthDate': daysAgo(birth.bornDaysAgo), 'child.birthTime': '04:15', 'child.placeKind': 'hospital' },
    ...{ 'child.birthPlace': { code: '32.76' }, 'child.birthKind': 'single', 'child.order': 2 },
    ...{ 'child.helper': 'midwife', 'child.weight': 3100, mother: { nik: nik(birth.mother) } },
    ...{ father: { nik: nik(birth.father) }, marriageProof: 'sptjm', home: { of: 'mother' } },
    ...{ relationship: birth.relationship ?? 'child', witness1: { nik: one?.nik }, witness2: { nik: two?.nik } },
    ...{ pickup: { kind: 'kelurahan', region: '32.76', code: 'kel-kemiri-muka' }, birthStatement: 1, f204: 1 },
  });
  const ready = await h.house.cases.draft(doer, ref);
  const { number } = await h.house.cases.submit(doer, ref, { version: ready.found.version, key: randomUUID() });
  return { doer, ref, number, path: `/kantor/berkas/${ref.region}/${ref.id}`, own: `/urusan/${ref.region}/${ref.id}` };
}

export const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
export const peopleOf = (h: TestHouse) => h.cast.families.flatMap((family) => family.members);
/** Grown-ups of the cast who are not these parents. */
export const witnesses = (h: TestHouse, parents: readonly string[]) =>
  peopleOf(h).filter((one) => !parents.includes(one.key) && one.birthDate < '2000');

/** The same, checked by two officers: it waits for the signature. */
export async function checkedSktm(h: TestHouse, institution: string) {
  const asked = await askedSktm(h, institution);
  const seat = '32.76/kel-kemiri-muka';
  await act(h, await officer(h, seat, 'petugasKelurahan'), asked.ref, 'verifikasi', 'setujui');
  await act(h, await officer(h, seat, 'kasiKesra'), asked.ref, 'paraf', 'paraf');
  return asked;
}
