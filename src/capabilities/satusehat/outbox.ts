import { addDays, localDate } from '../../kernel/dates.ts';
import { uuidv7 } from '../../kernel/ids.ts';
import type { Database, Queryable, Row } from '../../platform/database/index.ts';
import type { Job, Regular, Subscriber } from '../../platform/jobs/index.ts';
import { historyOf } from '../queue/index.ts';
import type { SatusehatDeps } from './deps.ts';
import { type Facility, isTold } from './facility.ts';
import { closes, type Followed, follow, type Of } from './follow.ts';
import { createSending } from './sending.ts';
import { facilityOf } from './store-facilities.ts';
import { closingOf, insertMessage, lockVisit, officesDue, withdraw, writeVisit } from './store-outbox.ts';
import type { Tokens } from './tokens.ts';

/** Numbers of days that are over that long change no more; a closing may still come. */
const LOOKS_BACK_DAYS = 31;
export const CLOSED = 'visit.closed';

/** What happens to numbers becomes messages, and messages are sent: by the relay, after the act, in order. */
export function createOutbox(deps: SatusehatDeps & { readonly tokens: Tokens }) {
  const { clock } = deps;
  const sending = createSending(deps);

  async function facilityAt(relay: Database, office: string): Promise<Facility | undefined> {
    const anybody: Queryable = { query: (text, values) => relay.query({}, text, values) };
    const facility = await facilityOf(anybody, office);
    return facility?.level === 'off' ? undefined : facility;
  }

  /** Reads on in the history of one number. */
  async function catchUp(relay: Database, facility: Facility, of: { id: string; patient: string }): Promise<void> {
    const { region, office, level, since } = facility;
    if (since === null || !(await deps.patients.isNamed({ regions: [region], offices: [office] }, region, of.patient)))
      return;
    const zone = (await deps.organisations.findOffice(office))?.zone ?? 'WIB';
    const from = addDays(localDate(clock(), zone), -LOOKS_BACK_DAYS);
    const visit = { region, ...of, office };
    await relay.transaction({}, async (tx) => {
      let { told, last } = await lockVisit(tx, visit);
      // Everything that he has is read, only this number is followed.
      const known = (id: string): number => (id === of.id ? told.version : Number.MAX_SAFE_INTEGER);
      const [line] = await historyOf(tx, { region, patient: of.patient, from }, known);
      const put = async (followed: Followed): Promise<void> => {
        told = followed.told;
        if (followed.withdraws !== null) await withdraw(tx, visit, followed.withdraws, clock());
        for (const draft of followed.drafts) {
          last += 1;
          await insertMessage(tx, { ...visit, message: uuidv7(clock, deps.random), nth: last }, draft);
        }
      };
      const entry = line?.entry ?? { poli: told.poli ?? '', doctorCode: null, endsAt: clock() };
      const here: Of = { entry, isTold: (poli) => isTold(facility, poli), since };
      for (const event of line?.events ?? []) await put(follow(told, event, here));
      const closing = level === 'finished' ? await closingOf(tx, visit) : undefined;
      if (closing) await put(closes(told, closing, here, clock()));
      await writeVisit(tx, visit, { told, last });
    });
  }

  async function entryOf(
    relay: Database,
    job: Job,
  ): Promise<{ id: string; office: string; patient: string } | undefined> {
    // Most Puskesmas are not connected: they cost one look.
    const [row] = await relay.query<{ id: string; office: string; patient: string } & Row>(
      {},
      `select e.id, e.office, e.patient from queue.entry e join satusehat.facility f on f.region = e.region and f.office = e.office
       where e.region = $1 and e.id = $2 and f.level <> 'off'`,
      [job.region, job.subject],
    );
    return row;
  }

  /** Everything that is due, at every Puskesmas. @returns how many messages were sent */
  async function drain(relay: Database): Promise<number> {
    let sent = 0;
    for (const { office } of await officesDue(relay, clock())) {
      const facility = await facilityAt(relay, office);
      if (facility) sent += await sending.send(relay, facility);
    }
    return sent;
  }

  const followed = (relay: Database) => async (job: Job) => {
    const of = await entryOf(relay, job);
    const facility = of && (await facilityAt(relay, of.office));
    if (!of || !facility) return;
    await catchUp(relay, facility, of);
    await sending.send(relay, facility);
  };

  return {
    subscribers: (relay: Database): readonly Subscriber[] => [
      { topic: 'entry.changed', name: 'satusehat.follow', run: followed(relay) },
      { topic: CLOSED, name: 'satusehat.closed', run: followed(relay) },
    ],
    regular: (relay: Database): readonly Regular[] => [
      { name: 'satusehat.drain', cron: '* * * * *', run: async () => void (await drain(relay)) },
    ],
    drain,
  };
}
