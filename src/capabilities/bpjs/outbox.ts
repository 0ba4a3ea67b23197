import { addDays, localDate, sayTime, type Zone } from '../../kernel/dates.ts';
import { uuidv7 } from '../../kernel/ids.ts';
import type { Json } from '../../kernel/json.ts';
import type { Database, Queryable, Row } from '../../platform/database/index.ts';
import type { Job, Regular, Subscriber } from '../../platform/jobs/index.ts';
import { cancelledEntries, historyOf, labelOf, type Reported } from '../queue/index.ts';
import type { BpjsDeps } from './deps.ts';
import { agreedOf, type Facility } from './facility.ts';
import { calledOff, type Draft, type Followed, follow, type Told, UNTOLD } from './follow.ts';
import { inOrder } from './in-order.ts';
import { hoursOf } from './schedule.ts';
import { createSending } from './sending.ts';
import { facilityOf } from './store-facilities.ts';
import { insertMessage, lockLine, officesDue, setLine, toldOf, withdraw, writeTold } from './store-outbox.ts';

/** Numbers of days that are over that long change no more. */
const LOOKS_BACK_DAYS = 3;

/** What happens to numbers becomes messages, and messages are sent: by the relay, after the act, in order. */
export function createOutbox(deps: BpjsDeps) {
  const { clock, rules } = deps;
  const sending = createSending(deps);

  async function facilityAt(relay: Database, office: string): Promise<Facility | undefined> {
    const anybody: Queryable = { query: (text, values) => relay.query({}, text, values) };
    const facility = await facilityOf(anybody, office);
    return facility?.mode === 'off' ? undefined : facility;
  }

  /** Reads on in the histories of all numbers of one patient: one after another, so that what is told of a card keeps its order. */
  async function catchUp(
    relay: Database,
    facility: Facility,
    patient: string,
    off: { readonly session: string; readonly entries: readonly Reported[]; readonly at: Date } | undefined,
  ): Promise<void> {
    const { region, office } = facility;
    if (!(await deps.patients.isNamed({ regions: [region], offices: [office] }, region, patient))) return;
    const zone = (await deps.organisations.findOffice(office))?.zone ?? 'WIB';
    const from = addDays(localDate(clock(), zone), -LOOKS_BACK_DAYS);
    await relay.transaction({}, async (tx) => {
      let nth = await lockLine(tx, region, patient);
      const began = nth;
      const told = new Map(await toldOf(tx, region, patient));
      const history = await historyOf(tx, { region, patient, from }, (id) => told.get(id)?.version ?? 0);
      // Who had a number before BPJS was switched on is not known there, and stays so.
      const ours = history.filter(
        ({ entry }) =>
          entry.office === office &&
          (told.has(entry.id) || (facility.since !== null && entry.bookedAt >= facility.since)),
      );
      const put = async (entry: Reported, followed: Followed): Promise<void> => {
        told.set(entry.id, followed.told);
        await writeTold(tx, entry, followed.told);
        if (followed.withdraws) await withdraw(tx, region, entry.id, followed.withdraws, clock());
        for (const draft of followed.drafts.filter((one) => isTold(one, entry, facility))) {
          nth += 1;
          await insertMessage(tx, { ...messageOf(entry, draft, zone), nth });
        }
      };
      for (const { entry, event } of inOrder(ours, told))
        await put(entry, follow(told.get(entry.id) ?? UNTOLD, event, entry));
      for (const entry of off?.entries ?? []) {
        const known: Told | undefined = told.get(entry.id);
        if (known && off) await put(entry, calledOff(known, off.session, off.at));
      }
      if (nth > began) await setLine(tx, region, patient, nth);
    });
  }

  /** Who comes without a card has no name at BPJS in two of its three messages. */
  function isTold({ action }: Draft, { payer }: Reported, facility: Facility): boolean {
    const { nonJkn } = agreedOf(facility, rules);
    return payer === 'bpjs' || nonJkn === 'all' || (nonJkn === 'add' && action === 'add');
  }

  function messageOf(entry: Reported, draft: Draft, zone: Zone) {
    return {
      ...{ region: entry.region, id: uuidv7(clock, deps.random), office: entry.office, entry: entry.id },
      ...{ patient: entry.patient, action: draft.action, key: `${entry.id}:${draft.cause}:${draft.action}` },
      ...{ poli: draft.poli, day: draft.day, jkn: entry.payer === 'bpjs', facts: factsOf(entry, draft, zone) },
      ...{ at: draft.at, dueAt: draft.dueAt },
    };
  }

  /** Everything of a message that is about no person, as BPJS's catalogue names it. */
  function factsOf(entry: Reported, draft: Draft, zone: Zone): Readonly<Record<string, Json>> {
    const named = { tanggalperiksa: draft.day, kodepoli: draft.poli };
    if (draft.action === 'batal') return { ...named, alasan: rules.reasons[draft.reason ?? 'office'] };
    if (draft.action === 'panggil') return { ...named, status: draft.present ? 1 : 2, waktu: draft.at.getTime() };
    return {
      ...{ ...named, namapoli: entry.poliName.id, kodedokter: entry.doctorCode, namadokter: entry.doctor ?? '' },
      ...{ jampraktek: hoursOf(entry, zone), nomorantrean: labelOf(entry.prefix, entry.number) },
      angkaantrean: entry.number,
      keterangan: rules.notes.waiting.replace('{time}', sayTime(entry.promisedFrom, zone, 'id')),
    };
  }

  async function patientOf(relay: Database, job: Job): Promise<{ office: string; patient: string } | undefined> {
    // Most Puskesmas are not connected: they cost one look.
    const [row] = await relay.query<{ office: string; patient: string } & Row>(
      {},
      `select e.office, e.patient from queue.entry e join bpjs.facility f on f.region = e.region and f.office = e.office
       where e.region = $1 and e.id = $2 and f.mode <> 'off'`,
      [job.region, job.subject],
    );
    return row;
  }

  return {
    subscribers: (relay: Database): readonly Subscriber[] => [
      {
        topic: 'entry.changed',
        name: 'bpjs.follow',
        run: async (job) => {
          const of = await patientOf(relay, job);
          const facility = of && (await facilityAt(relay, of.office));
          if (!of || !facility) return;
          await catchUp(relay, facility, of.patient, undefined);
          await sending.send(relay, facility);
        },
      },
      {
        topic: 'session.cancelled',
        name: 'bpjs.called-off',
        run: async (job) => {
          const { office } = job.payload as { readonly office: string };
          const facility = await facilityAt(relay, office);
          if (!facility) return;
          const all = await cancelledEntries(relay, { region: job.region, id: job.subject });
          const at = clock();
          for (const patient of new Set(all.map((one) => one.patient))) {
            const entries = all.filter((one) => one.patient === patient);
            await catchUp(relay, facility, patient, { session: job.subject, entries, at });
          }
          await sending.send(relay, facility);
        },
      },
    ],
    regular: (relay: Database): readonly Regular[] => [
      { name: 'bpjs.drain', cron: '* * * * *', run: async () => void (await drain(relay)) },
    ],
    drain,
  };

  /** Everything that is due, at every Puskesmas. @returns how many messages were sent */
  async function drain(relay: Database): Promise<number> {
    let sent = 0;
    for (const { office } of await officesDue(relay, clock())) {
      const facility = await facilityAt(relay, office);
      if (facility) sent += await sending.send(relay, facility);
    }
    return sent;
  }
}
