import { randomUUID } from 'node:crypto';
import { sealAll } from '../../src/capabilities/audit/index.ts';
import type { CaseRef } from '../../src/capabilities/cases/index.ts';
import type { TestHouse } from './house.ts';
import { act, askedBirth, askedSktm, checkedSktm, citizen, officer } from './walk.ts';

/** What a used hub holds of everything, and where to find it again. */
export type Used = {
  readonly draft: CaseRef;
  readonly running: CaseRef;
  readonly returned: CaseRef;
  readonly rejected: CaseRef;
  readonly withdrawn: CaseRef;
  readonly decided: CaseRef;
  readonly revoked: CaseRef;
  readonly birth: CaseRef;
  /** Tokens of public checks with the state that each must tell. */
  readonly checks: readonly { readonly kind: string; readonly token: string; readonly state: string }[];
};

const SEAT = '32.76/kel-kemiri-muka';
const guard = (version: number) => ({ version, key: randomUUID() });

/** Walks the journeys of a small demo, so that its database holds cases in every state, papers, a revoked one, a mandate, audit and seals. */
export async function useDemo(h: TestHouse): Promise<Used> {
  const { cases } = h.house;
  const dewi = await citizen(h, 'dewi');
  const verifier = await officer(h, SEAT, 'petugasKelurahan');
  const draft = await begun(h);
  const { ref: running } = await askedSktm(h, 'SMP Negeri 1');
  const { ref: returned } = await askedSktm(h, 'SMP Negeri 2');
  await act(h, verifier, returned, 'verifikasi', 'perbaiki', { reasons: ['R02'], questions: ['rtLetter'] });
  const { ref: rejected } = await askedSktm(h, 'SMP Negeri 3');
  await act(h, verifier, rejected, 'verifikasi', 'tolak', { reasons: ['L02'] });
  const { ref: withdrawn } = await askedSktm(h, 'SMP Negeri 4');
  await cases.withdraw(dewi.doer, withdrawn, guard((await cases.view(dewi.doer, withdrawn)).found.version));
  await sealAll(h.house.seals);
  const decided = await signed(h, 'SMP Negeri 5');
  const revoked = await signed(h, 'SMP Negeri 6');
  await revoke(h, revoked);
  const birth = await born(h);
  await mandate(h);
  await h.house.jobs.settle();
  await sealAll(h.house.seals);
  return { draft, running, returned, rejected, withdrawn, decided, revoked, birth, checks: await checks(h) };
}

async function begun(h: TestHouse): Promise<CaseRef> {
  const dewi = await citizen(h, 'dewi');
  const ref = await h.house.cases.begin(dewi.doer, {
    ...{ id: randomUUID(), service: '32.76/sktm', region: dewi.region, applicant: dewi.party, subject: dewi.party },
    ...{ authority: 'self', channel: 'warga' },
  });
  const { settled, found } = await h.house.cases.draft(dewi.doer, ref);
  const first = settled.next?.ref;
  if (first) await h.house.cases.answer(dewi.doer, ref, first, { purpose: 'school' }, guard(found.version));
  return ref;
}

async function signed(h: TestHouse, institution: string): Promise<CaseRef> {
  const { ref } = await checkedSktm(h, institution);
  await act(h, await officer(h, SEAT, 'lurah'), ref, 'tandaTangan', 'terbitkan');
  return ref;
}

async function revoke(h: TestHouse, ref: CaseRef): Promise<void> {
  const lurah = await officer(h, SEAT, 'lurah');
  const [paper] = await h.house.documents.papersOfCases({ regions: [ref.region], offices: [SEAT] }, ref.region, [
    ref.id,
  ]);
  if (!paper) throw new Error('no paper to revoke');
  const by = { actor: lurah.id, office: SEAT, authority: 'office' as const, subject: paper.readers[0] ?? paper.id };
  await h.house.documents.revoke({ paper, by, reason: 'Salah orang', key: randomUUID() });
}

/** A birth to its papers: the register grows by a child, the family's KK is superseded. */
async function born(h: TestHouse): Promise<CaseRef> {
  const { ref } = await askedBirth(h, {
    ...{ by: 'dewi', mother: 'dewi', father: 'budi', child: 'Bunga Pratama', bornDaysAgo: 20 },
  });
  for (const [role, step, action] of [
    ['verifikator', 'verifikasi', 'setujui'],
    ['pps', 'pencatatan', 'catat'],
    ['kabidCapil', 'validasi', 'setujui'],
    ['kepalaDinas', 'tandaTangan', 'terbitkan'],
  ] as const)
    await act(h, await officer(h, '32.76/dukcapil', role), ref, step, action);
  return ref;
}

async function mandate(h: TestHouse): Promise<void> {
  const [dewi, budi] = [await citizen(h, 'dewi'), await citizen(h, 'budi')];
  const at = new Date();
  const session = { kind: 'citizen', session: randomUUID(), account: randomUUID(), level: 2 } as const;
  await h.house.accounts.giveMandate(
    { ...session, person: dewi.doer.id, region: dewi.region, pinSet: true, shared: false, beganAt: at, expiresAt: at },
    { nik: budi.party.nik, name: budi.party.name },
    { services: ['akta-kelahiran'], until: new Date(at.getTime() + 200 * 86_400_000).toISOString().slice(0, 10) },
  );
}

async function checks(h: TestHouse): Promise<Used['checks']> {
  const rows = await h.t.admin<{ region: string; case_id: string }>(
    "select distinct region, case_id from documents.paper where state in ('active', 'superseded', 'revoked') and case_id is not null",
  );
  const found = await Promise.all(
    rows.map(async (row) => {
      const dewi = await citizen(h, 'dewi');
      return h.house.documents.papersOfCases({ regions: [row.region], persons: [dewi.doer.id] }, row.region, [
        row.case_id,
      ]);
    }),
  );
  return found.flat().flatMap((paper) => {
    const token = h.house.documents.checkOf(paper)?.url.split('/').at(-1);
    return token === undefined ? [] : [{ kind: paper.kind, token, state: paper.state }];
  });
}
