import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ACTIONS,
  type Action,
  type Actor,
  type CaseSubject,
  type CitizenActor,
  can,
  type StepSubject,
  type Subjects,
} from './can.ts';

const REGION = '32.76';
const HERE = '32.76/dukcapil';
const citizen = (person: string, level: 1 | 2, more: Partial<CitizenActor> = {}): Actor => ({
  kind: 'citizen',
  person,
  level,
  children: [],
  mandates: [],
  ...more,
});
const officer = (role: string, office = HERE, id = `${role}@${office}`): Actor => ({
  kind: 'officer',
  id,
  roles: [{ region: office.slice(0, 5), office, role, capacity: 'tetap' }],
});

const ROLES = [
  'petugasLoket',
  'petugasKelurahan',
  'verifikator',
  'kabidCapil',
  'kepalaDinas',
  'lurah',
  'pencetak',
  'perawat',
  'kepalaPuskesmas',
  'adminKota',
  'auditor',
  'adminPusat',
] as const;
const OFFICERS = Object.fromEntries(ROLES.map((role) => [role, officer(role)]));
const ELSEWHERE = Object.fromEntries(
  ['32.76/kelurahan-beji', '81.02/dukcapil'].flatMap((office) =>
    ROLES.map((role) => [`${role}@${office}`, officer(role, office)]),
  ),
);
const ACTORS: Readonly<Record<string, Actor>> = {
  tamu: { kind: 'anonymous' },
  pemohon1: citizen('pemohon', 1),
  pemohon: citizen('pemohon', 2),
  subjek: citizen('subjek', 2),
  ibu1: citizen('ibu', 1, { children: ['subjek'] }),
  ibu: citizen('ibu', 2, { children: ['subjek'] }),
  kuasa: citizen('kuasa', 2, { mandates: [{ giver: 'subjek', services: ['akta-kelahiran'] }] }),
  kuasaLain: citizen('kuasa-lain', 2, { mandates: [{ giver: 'subjek', services: ['ktp-hilang'] }] }),
  orangLain: citizen('orang-lain', 2),
  ...OFFICERS,
  ...ELSEWHERE,
};

const theCase = (more: Partial<CaseSubject> = {}): CaseSubject => ({
  region: REGION,
  service: 'akta-kelahiran',
  status: 'running',
  applicant: 'pemohon',
  subject: 'subjek',
  offices: [HERE],
  ...more,
});
const DRAFT = theCase({ status: 'draft', offices: [] });
const step = (more: Partial<StepSubject> = {}): StepSubject => ({
  case: theCase(),
  office: HERE,
  by: ['verifikator'],
  do: 'decide',
  claimedBy: null,
  barred: [],
  ...more,
});
const at = { region: REGION, office: HERE };
const here = (...roles: string[]): string[] => roles;
const ALL_HERE = [...ROLES];
// Who looks after officers, offices or the audit opens nobody's case.
const WORKERS = ROLES.filter((role) => !['adminKota', 'adminPusat', 'auditor'].includes(role));
const COUNTER = ['petugasLoket', 'petugasKelurahan'];
const QUEUE = [...COUNTER, 'perawat', 'kepalaPuskesmas'];
const NUMBER = { region: REGION, office: HERE, applicant: 'pemohon', subject: 'subjek' };
const LOOKS_AFTER = [
  'adminKota',
  'adminPusat',
  'adminKota@32.76/kelurahan-beji',
  'adminPusat@32.76/kelurahan-beji',
  'adminPusat@81.02/dukcapil',
];

/** Somebody stands before the clerk of the counter here. */
const before = (person: string) => ({ officer: `petugasLoket@${HERE}`, office: HERE, person });

type Row = { [A in Action]: readonly [A, string, Subjects[A], readonly string[]] }[Action];
// Who may; everybody else of the list above may not.
const TABLE: readonly Row[] = [
  ['case.begin', 'for the subject', { service: 'akta-kelahiran', subject: 'subjek' }, ['subjek', 'ibu', 'kuasa']],
  [
    'case.begin',
    'another service for the subject',
    { service: 'ktp-hilang', subject: 'subjek' },
    ['subjek', 'ibu', 'kuasaLain'],
  ],
  ['case.begin', 'for oneself', { service: 'sktm', subject: 'orang-lain' }, ['orangLain']],
  ['case.status', 'running', theCase(), ['pemohon1', 'pemohon', 'subjek', 'ibu1', 'ibu', ...WORKERS]],
  ['case.status', 'a draft', DRAFT, ['pemohon1', 'pemohon', 'subjek', 'ibu1', 'ibu']],
  ['case.view', 'running', theCase(), ['pemohon', 'subjek', 'ibu', ...WORKERS]],
  ['case.view', 'a draft', DRAFT, ['pemohon', 'subjek', 'ibu']],
  [
    'case.view',
    'with a second office',
    theCase({ offices: ['81.02/dukcapil'] }),
    ['pemohon', 'subjek', 'ibu', ...WORKERS.map((r) => `${r}@81.02/dukcapil`)],
  ],
  [
    'case.view',
    'at a counter elsewhere',
    theCase({ offices: ['81.02/dukcapil'], present: before('subjek') }),
    ['pemohon', 'subjek', 'ibu', 'petugasLoket', ...WORKERS.map((r) => `${r}@81.02/dukcapil`)],
  ],
  ['case.answer', 'a draft', DRAFT, ['pemohon']],
  [
    'case.answer',
    'a draft of somebody at a counter',
    { ...DRAFT, present: before('pemohon') },
    ['pemohon', 'petugasLoket'],
  ],
  ['case.answer', 'a draft about somebody at a counter', { ...DRAFT, present: before('subjek') }, ['pemohon']],
  ['case.answer', 'a draft of somebody else', { ...DRAFT, present: before('orang-lain') }, ['pemohon']],
  [
    'case.answer',
    'at a counter where he has no role',
    { ...DRAFT, present: { ...before('pemohon'), office: '81.02/dukcapil' } },
    ['pemohon'],
  ],
  ['case.answer', 'returned', theCase({ status: 'returned' }), ['pemohon']],
  [
    'case.answer',
    'returned, with the applicant at a counter',
    theCase({ status: 'returned', present: before('pemohon') }),
    ['pemohon', 'petugasLoket'],
  ],
  ['case.answer', 'running', theCase(), []],
  ['case.answer', 'closed', theCase({ status: 'closed' }), []],
  ['case.submit', 'a draft', DRAFT, ['pemohon']],
  ['case.submit', 'returned', theCase({ status: 'returned' }), ['pemohon']],
  [
    'case.submit',
    'returned, with the applicant at a counter',
    theCase({ status: 'returned', present: before('pemohon') }),
    ['pemohon', 'petugasLoket'],
  ],
  ['case.submit', 'running', theCase(), []],
  ['case.withdraw', 'running', theCase(), ['pemohon']],
  ['case.withdraw', 'returned', theCase({ status: 'returned' }), ['pemohon']],
  ['case.withdraw', 'at a counter', theCase({ present: before('pemohon') }), ['pemohon', 'petugasLoket']],
  ['case.withdraw', 'finished', theCase({ status: 'finished' }), []],
  ['case.withdraw', 'dropped', theCase({ status: 'dropped' }), []],
  ['case.say', 'a draft', DRAFT, []],
  ['case.say', 'closed', theCase({ status: 'closed' }), ['pemohon']],
  ['case.say', 'at a counter', theCase({ present: before('pemohon') }), ['pemohon', 'petugasLoket']],
  ['case.ask', 'a draft', DRAFT, ['pemohon']],
  ['case.ask', 'running, at a counter', theCase({ present: before('pemohon') }), ['pemohon', 'petugasLoket']],
  ['case.ask', 'with the subject at a counter', theCase({ present: before('subjek') }), ['pemohon']],
  ['case.ask', 'closed', theCase({ status: 'closed' }), []],
  [
    'consent.answer',
    'of the subject',
    { region: REGION, party: 'subjek' },
    ['subjek', ...COUNTER, ...COUNTER.map((role) => `${role}@32.76/kelurahan-beji`)],
  ],
  ['case.assist', 'here', at, COUNTER],
  ['case.claim', 'free', step(), here('verifikator')],
  ['case.claim', 'of either role', step({ by: ['verifikator', 'kabidCapil'] }), here('verifikator', 'kabidCapil')],
  ['case.claim', 'claimed by another', step({ claimedBy: 'somebody' }), []],
  ['case.claim', 'claimed by oneself', step({ claimedBy: `verifikator@${HERE}` }), here('verifikator')],
  ['case.claim', 'barred', step({ barred: [`verifikator@${HERE}`] }), []],
  ['case.claim', 'at another office', step({ office: '81.02/dukcapil' }), ['verifikator@81.02/dukcapil']],
  ['case.decide', 'unclaimed', step(), []],
  ['case.decide', 'claimed by oneself', step({ claimedBy: `verifikator@${HERE}` }), here('verifikator')],
  [
    'case.decide',
    'claimed, then barred',
    step({ claimedBy: `verifikator@${HERE}`, barred: [`verifikator@${HERE}`] }),
    [],
  ],
  [
    'case.decide',
    'a signature is no decision',
    step({ do: 'sign', by: ['kepalaDinas'], claimedBy: `kepalaDinas@${HERE}` }),
    [],
  ],
  ['case.sign', 'the head signs', step({ do: 'sign', by: ['kepalaDinas'] }), here('kepalaDinas')],
  [
    'case.sign',
    'but not what he decided',
    step({ do: 'sign', by: ['kepalaDinas'], barred: [`kepalaDinas@${HERE}`] }),
    [],
  ],
  ['case.sign', 'a decision is no signature', step({ by: ['kepalaDinas'] }), []],
  ['case.note', 'running', theCase(), WORKERS],
  ['case.note', 'a draft', DRAFT, []],
  ['inbox.view', 'here', at, ALL_HERE],
  ['case.search', 'here', at, WORKERS],
  [
    'paper.view',
    'of the subject',
    { ...at, persons: ['subjek'], applicant: 'pemohon' },
    ['pemohon', 'subjek', 'ibu', ...WORKERS],
  ],
  ['paper.check', 'by anybody', null, Object.keys(ACTORS)],
  ['paper.revoke', 'here', { ...at, persons: ['subjek'], applicant: 'pemohon' }, here('kepalaDinas', 'lurah')],
  ['person.view', 'of the subject', { region: REGION, person: 'subjek' }, ['subjek', 'ibu']],
  ['person.search', 'here', at, COUNTER],
  ['account.bind', 'here', at, COUNTER],
  ['account.reset-pin', 'here', at, COUNTER],
  ['mandate.give', 'one s own', { giver: 'pemohon', receiver: 'kuasa' }, ['pemohon']],
  ['mandate.give', 'to oneself', { giver: 'pemohon', receiver: 'pemohon' }, []],
  ['mandate.end', 'by either', { giver: 'pemohon', receiver: 'kuasa' }, ['pemohon', 'kuasa']],
  ['mandate.witness', 'here', at, COUNTER],
  ['queue.book', 'for oneself', { service: 'berobat', subject: 'pemohon' }, ['pemohon']],
  ['queue.book', 'for the subject', { service: 'berobat', subject: 'subjek' }, ['subjek', 'ibu']],
  ['queue.view', 'a number', NUMBER, ['pemohon', 'subjek', 'ibu', ...QUEUE]],
  ['queue.cancel', 'a number', NUMBER, ['pemohon', 'subjek', 'ibu', ...QUEUE]],
  ['queue.change', 'a number', NUMBER, ['pemohon', 'subjek', 'ibu', ...QUEUE]],
  ['queue.serve', 'here', at, QUEUE],
  ['queue.arrange', 'here', at, ['kepalaPuskesmas', ...here('kepalaDinas', 'lurah')]],
  ['officer.manage', 'of the city', { region: REGION }, LOOKS_AFTER],
  ['office.manage', 'of the city', { region: REGION }, LOOKS_AFTER],
  ['service.publish', 'of the city', { region: REGION }, LOOKS_AFTER],
  ['delivery.view', 'of the city', { region: REGION }, LOOKS_AFTER],
  ['audit.read', 'of the city', { region: REGION }, ['auditor', 'auditor@32.76/kelurahan-beji']],
  ['access.own', 'of the subject', { region: REGION, person: 'subjek' }, ['subjek', 'ibu']],
];

describe('can', () => {
  it.each(TABLE)('%s: %s', (action, _, subject, allowed) => {
    const may = Object.keys(ACTORS).filter((name) => can(ACTORS[name] as Actor, action, subject as never));
    expect(may.sort()).toEqual([...allowed].sort());
  });

  it('has a row for every action', () => {
    expect([...new Set(TABLE.map(([action]) => action))].sort()).toEqual([...ACTIONS].sort());
  });

  it('gives nothing to an officer without a role, whatever the record', () => {
    const nobody: Actor = { kind: 'officer', id: 'x', roles: [] };
    for (const [action, , subject] of TABLE)
      expect(can(nobody, action, subject as never)).toBe(action === 'paper.check');
  });

  it('never lets the PIN be skipped: level 1 sees a status and nothing else', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...TABLE),
        fc.constantFrom('pemohon', 'subjek', 'ibu', 'kuasa'),
        ([action, , subject], person) => {
          const actor = citizen(person, 1, { children: ['subjek'], mandates: [{ giver: 'subjek', services: [] }] });
          if (can(actor, action, subject as never)) expect(['case.status', 'paper.check']).toContain(action);
        },
      ),
    );
  });
});
