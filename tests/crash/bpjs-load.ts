import { type BpjsServer, startBpjsServer, type Weather } from '../../simulators/bpjs/index.ts';
import { withHouse } from '../../src/compose-rooms.ts';
import { CONSUMER, connectBpjs } from '../support/bpjs.ts';
import type { Lab } from '../support/lab.ts';
import type { Clinic } from './queue-load.ts';

// BPJS beside the clinic: it hears what happens to the numbers of members, loses answers, and is away now and then.

const POLI = '001';
const DOCTOR = 700;
const WEATHERS: readonly Weather[] = ['fine', 'fine', 'lost', 'lost', 'gone', 'page', 'coded'];

export type Bpjs = {
  /** Another weather than before. */
  turn(pick: <T>(from: readonly T[]) => T): void;
  /** As when time passes: the place of a process that died is free, and nobody has to be patient. Called while nobody sends. */
  timePasses(): Promise<void>;
  /** All is told that can be told now. Called when nobody works any more. */
  drain(): Promise<void>;
  /** Every sentence is a defect. */
  count(): Promise<readonly string[]>;
  readonly told: () => number;
  readonly twice: () => number;
  stop(): Promise<void>;
};

const cardOf = (i: number): string => `0009${String(i).padStart(9, '0')}`;

/** Connects the clinic; these people are members whose cards it knows. Before any process runs. */
export async function besideBpjs(
  lab: Lab,
  clinic: Clinic,
  people: readonly { readonly person: string }[],
): Promise<Bpjs> {
  const server = await startBpjsServer({ clock: () => new Date(), consumers: [CONSUMER], polis: {}, again: true });
  const { office, session } = clinic;
  const [region = ''] = office.split('/');
  await lab.sql('update queue.session set doctor_code = $2 where id = $1', [session, DOCTOR]);
  await lab.sql(
    'update queue.poli p set bpjs_code = $2 from queue.session s where s.id = $1 and p.region = s.region and p.office = s.office and p.code = s.poli',
    [session, POLI],
  );
  await withHouse(lab.config(), async ({ house, adminUrl }) => {
    await connectBpjs({ house, t: { adminUrl } }, office, server.url);
    for (const [i, { person: id }] of people.entries()) {
      const person = await house.people.findById(region, id);
      if (!person) throw new Error(id);
      const { nik, name, sex, birthDate } = person;
      const facts = {
        office,
        person: id,
        nik,
        name,
        sex,
        birthDate,
        card: cardOf(i),
        phone: null,
        basis: 'register' as const,
      };
      const context = { regions: [region], offices: [office], persons: [id] };
      await house.db.transaction(context, (tx) => house.patients.ensure(tx, [{ facts, by: id }]));
    }
  });
  return {
    turn: (pick) => server.weather(pick(WEATHERS)),
    timePasses: () => timePasses(lab),
    drain: () => drained(lab, server),
    count: () => counted(lab, server, clinic, people),
    told: () => server.taken.length,
    twice: () => server.refused.length + server.repeats(),
    stop: server.stop,
  };
}

async function drained(lab: Lab, server: BpjsServer): Promise<void> {
  server.weather('fine');
  await timePasses(lab);
  await withHouse(lab.config(), ({ house }) => house.bpjs.drain(house.relay));
}

async function timePasses(lab: Lab): Promise<void> {
  await lab.sql('update bpjs.sender set lease = null, lease_until = null, retry_at = null');
  await lab.sql(`update bpjs.message set due_at = at where state = 'waiting' and tries > 0`);
}

/** What BPJS took, card by card, is what happened to the numbers of that card, in order; and nothing is left. */
async function counted(
  lab: Lab,
  server: BpjsServer,
  { session }: Clinic,
  people: readonly { readonly person: string }[],
): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const [i, { person }] of people.entries()) {
    const happened = await lab.sql<{ number: number; status: string; acts: string[] }>(
      `select e.number, e.status, array_agg(v.kind order by v.version) as acts from queue.entry e
       join queue.event v on v.region = e.region and v.entry_id = e.id where e.session = $1 and e.subject = $2 group by e.number, e.status order by e.number`,
      [session, person],
    );
    const wanted = happened.flatMap(({ number, acts }) => [
      `add ${number}`,
      ...(acts.includes('done') ? ['panggil 1'] : []),
      ...(acts.includes('cancelled') ? ['batal'] : []),
    ]);
    const told = server.taken
      .filter(({ body }) => body.nomorkartu === cardOf(i))
      .map(({ action, body }) =>
        [action, body.angkaantrean ?? body.status].filter((word) => word !== undefined).join(' '),
      );
    if (JSON.stringify(told) !== JSON.stringify(wanted))
      wrong.push(
        `BPJS heard of card ${i}: ${told.slice(-6)} (${told.length}), of ${wanted.slice(-6)} (${wanted.length})`,
      );
  }
  const left = await lab.sql<{ action: string; state: string; trouble: string }>(
    `select action, state, trouble from bpjs.message where state in ('waiting', 'refused') and due_at <= now()`,
  );
  if (left.length > 0) wrong.push(`messages to BPJS that are left: ${left.length}, e.g. ${JSON.stringify(left[0])}`);
  // Told again after an answer that was lost, it says that it has it; anything else is no way to be told twice.
  const strange = server.refused.filter(
    ({ why }) => !['Data antrean sudah ada', 'Antrean tidak ditemukan'].includes(why),
  );
  if (strange.length > 0) wrong.push(`BPJS had to refuse ${JSON.stringify(strange[0])}`);
  return wrong;
}
