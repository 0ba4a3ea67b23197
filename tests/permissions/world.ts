import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { CaseRef, Doer } from '../../src/capabilities/cases/index.ts';
import { tokenHash } from '../../src/platform/crypto/index.ts';
import { proofOf } from '../../src/surfaces/frame/proof.ts';
import type { TestHouse } from '../support/house.ts';
import { act, citizen, fill, officer, PROVEN } from '../support/walk.ts';
import { givePaper, namesAt, openQueue, openWindow } from './queues.ts';

// Who asks and what is asked for. Three homes: a kelurahan and the agency of one city, and the agency of a regency far away.

export const KINDS = [
  'draft',
  'case',
  'returned',
  'paper',
  'entry',
  'onPaper',
  'mandate',
  'visit',
  'helped',
  'appointment',
] as const;
export type Kind = (typeof KINDS)[number];
export type Home = 'kelurahan' | 'dinas' | 'far';
export const HOMES: readonly Home[] = ['kelurahan', 'dinas', 'far'];

/** One record with everything that an address or a form may name of it, and the words by which it would be recognised on a page. */
export type Target = { readonly facts: Readonly<Record<string, string>>; readonly marks: readonly string[] };

export type Actor = { readonly name: string; readonly home: Home; readonly officer: boolean; readonly cookie: string };

const PEOPLE = { kelurahan: 'dewi', dinas: 'hendra', far: 'markus' } as const;
/** Who asks to act for each of them; and who stands at each home's counter, where none of them ever stands. */
const ASKING = { kelurahan: 'rina', dinas: 'maya', far: 'yohana' } as const;
const VISITORS = { kelurahan: 'siti', dinas: 'asep', far: 'elsina' } as const;
const KELURAHAN_ROLES = ['petugasKelurahan', 'kasiKesra', 'sekretarisKelurahan', 'lurah', 'camat'];

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

/** Every role that an officer can hold: those of the code table and the two that look after regions. */
export function officerRoles(): readonly string[] {
  const table = parse(readFileSync(new URL('../../reference/codes/roles.yaml', import.meta.url), 'utf8'));
  return [...Object.keys(table.entries).filter((role) => role !== 'warga'), 'adminKota', 'adminPusat'];
}

export class PermissionWorld {
  readonly #targets = new Map<string, Target>();
  /** Who serves at the counter of a home; of the one far away somebody of the demo. */
  readonly #counters = new Map<Home, string>();
  #made = 0;
  #sessions = 0;
  #seat = '';

  readonly h: TestHouse;

  constructor(h: TestHouse) {
    this.h = h;
  }

  get proofKey(): Uint8Array {
    return this.h.house.keys.current('cookie').bytes;
  }

  /** The record of this kind at this home; made when it is first asked for, and again after somebody changed it. */
  async target(home: Home, kind: Kind): Promise<Target> {
    const known = this.#targets.get(`${home} ${kind}`);
    if (known) return known;
    const made = await this.#make(home, kind);
    this.#targets.set(`${home} ${kind}`, made);
    return made;
  }

  /** Somebody did something that may have touched any of them. */
  changedAll(): void {
    this.#targets.clear();
  }

  changed(home: Home, kind: Kind): void {
    this.#targets.delete(`${home} ${kind}`);
  }

  async actors(): Promise<readonly Actor[]> {
    // The demo's civil registry has counters that are no place of care; these rows ask for care everywhere.
    await this.h.t.admin(`update queue.place set kind = 'health', opens_days = 1 where kind = 'counter'`);
    const dewi = await citizen(this.h, PEOPLE.kelurahan);
    const seat = await this.#kelurahan();
    // Before anybody asks: what an office offers is kept for a minute.
    const dinas = (['dinas', 'far'] as const).map(async (home) => {
      const who = await citizen(this.h, PEOPLE[home]);
      return `${who.region}/dukcapil`;
    });
    for (const office of [seat, ...(await Promise.all(dinas))]) await openQueue(this.h, office);
    const officers = await Promise.all(
      officerRoles().map(async (role) => {
        const home = KELURAHAN_ROLES.includes(role) ? 'kelurahan' : 'dinas';
        const id = await this.#officerAs(role, home === 'kelurahan' ? seat : '32.76/dukcapil');
        if (role === 'petugasKelurahan' || role === 'petugasLoket') this.#counters.set(home, id);
        return { name: role, home, officer: true, cookie: await this.#session('officer', id, 2) } as const;
      }),
    );
    const own = { home: 'kelurahan', officer: false } as const;
    return [
      { ...own, name: 'anon', cookie: '' },
      { ...own, name: 'kode', cookie: await this.#session('citizen', dewi.doer.id, 1) },
      { ...own, name: 'pin', cookie: await this.#session('citizen', dewi.doer.id, 2) },
      ...officers,
    ];
  }

  /** A session of its own for one request that ends sessions. */
  async again(actor: Actor): Promise<Actor> {
    if (actor.cookie === '') return actor;
    const [row] = await this.h.t.admin<{ holder: string; kind: 'citizen' | 'officer'; level: number }>(
      'select holder, kind, level from accounts.session where token_hash = $1',
      [tokenHash(actor.cookie)],
    );
    return row ? { ...actor, cookie: await this.#session(row.kind, row.holder, row.level) } : actor;
  }

  headers(actor: Actor): Record<string, string> {
    const cookie = actor.cookie === '' ? 'nobody-in-particular' : actor.cookie;
    return {
      cookie: actor.cookie === '' ? `tamu=${cookie}` : `sesi=${cookie}`,
      'x-bukti': proofOf(this.proofKey, cookie, (n) => new Uint8Array(n)),
      accept: 'text/html',
      // The API looks at nothing else.
      ...(actor.cookie === '' ? {} : { authorization: `Bearer ${actor.cookie}` }),
    };
  }

  async #sessionId(holder: string): Promise<string> {
    const token = await this.#session('citizen', holder, 1);
    const [row] = await this.h.t.admin<{ id: string }>('select id from accounts.session where token_hash = $1', [
      tokenHash(token),
    ]);
    return row?.id ?? '';
  }

  /** A file of which no byte came yet. */
  async #upload(holder: string, ref: CaseRef): Promise<string> {
    const actor = { name: '', home: 'far', officer: false, cookie: await this.#session('citizen', holder, 2) } as const;
    const { files } = await this.h.house.cases.view(
      { id: holder, label: '', seat: null, roles: [], nik: null, citizen: PROVEN },
      ref,
    );
    const answer = await (await this.h.web()).inject({
      ...{ method: 'POST', url: '/berkas', headers: this.headers(actor) },
      payload: { case: `${ref.region}/${ref.id}`, question: files[0]?.question, name: 'a.pdf', size: 2000 },
    });
    return answer.json<{ id: string }>().id;
  }

  async #session(kind: 'citizen' | 'officer', holder: string, level: number): Promise<string> {
    // Nobody else tells the planner that the table has grown: what was planned for a handful reads them all.
    if (++this.#sessions % 500 === 0) await this.h.t.admin('analyze accounts.session');
    const token = randomBytes(32).toString('base64url');
    await this.h.t.admin(
      `insert into accounts.session (id, token_hash, kind, holder, account, officer, level, device, began_at, seen_at, idle_seconds, expires_at)
       values ($1, $2, $3, $4, (select id from accounts.account where person::text = $4 and $3 = 'citizen' limit 1),
         case when $3 = 'officer' then $4::uuid end, $5, 'uji', now(), now(), 3600, now() + interval '1 hour')`,
      [randomUUID(), tokenHash(token), kind, holder, level],
    );
    return token;
  }

  /** Somebody who holds this role at this office and no other anywhere. */
  async #officerAs(role: string, office: string): Promise<string> {
    const id = randomUUID();
    await this.h.t.admin(
      `insert into accounts.officer (id, username, name, password_hash, totp_sealed, added_at, added_by)
       select $1, 'uji.' || $2, 'Uji ' || $2, password_hash, totp_sealed, now(), 'uji' from accounts.officer where password_hash is not null limit 1`,
      [id, role],
    );
    await this.h.t.admin(
      `insert into accounts.role (id, officer, region, office, role, capacity, from_at, granted_by, granted_at)
       values ($1, $2, split_part($3, '/', 1), $3, $4, 'tetap', now() - interval '1 day', 'uji', now())`,
      [randomUUID(), id, office, role],
    );
    return id;
  }

  async #kelurahan(): Promise<string> {
    if (this.#seat === '') {
      const family = this.h.cast.families.find(({ members }) => members.some((one) => one.key === PEOPLE.kelurahan));
      const office = family && (await this.h.house.organisations.officeOf('kelurahan', family.village));
      if (!office) throw new Error('no kelurahan serves this person');
      this.#seat = office.ref;
    }
    return this.#seat;
  }

  async #make(home: Home, kind: Kind): Promise<Target> {
    if (kind === 'entry') return this.#entry(home);
    if (kind === 'onPaper') return this.#onPaper(home);
    if (kind === 'mandate') return this.#mandate(home);
    if (kind === 'appointment') return this.#appointment(home);
    if (kind === 'visit' || kind === 'helped') return this.#visit(home, kind);
    return this.#case(home, kind, PEOPLE[home]);
  }

  async #case(home: Home, kind: 'draft' | 'case' | 'returned' | 'paper', key: string): Promise<Target> {
    const { cases, documents } = this.h.house;
    const mark = `KENARI${++this.#made}`;
    const who = await citizen(this.h, key);
    const service = home === 'kelurahan' ? '32.76/sktm' : 'ktp-hilang';
    // The same is not asked twice; here it is, of one person.
    await this.h.t.admin('delete from cases.unique_key');
    const ref = await cases.begin(who.doer, {
      ...{ id: randomUUID(), service, region: who.region, applicant: who.party, subject: who.party },
      ...{ authority: 'self', channel: 'warga' },
    });
    await fill(this.h, who.doer, ref, home === 'kelurahan' ? letter(mark) : await this.#lostCard(who.region, mark));
    if (kind !== 'draft') {
      const { found } = await cases.draft(who.doer, ref);
      await cases.submit(who.doer, ref, { version: found.version, key: randomUUID() });
    }
    const seat = home === 'kelurahan' ? await this.#kelurahan() : `${who.region}/dukcapil`;
    const upload = kind === 'draft' ? await this.#upload(who.doer.id, ref) : '-';
    if (kind === 'returned') await this.#return(home, seat, ref);
    if (kind === 'paper') await this.#issue(home, seat, ref);
    // What follows is over before anybody looks whether something changed.
    await this.h.house.jobs.settle();
    const view = await cases.view(who.doer, ref);
    const papers = await documents.papersOfCases({ regions: [ref.region], persons: [who.doer.id] }, ref.region, [
      ref.id,
    ]);
    const check = papers[0] && documents.checkOf(papers[0]);
    const [task] = view.tasks;
    const step = view.definition.steps.find((one) => one.id === task?.step);
    return {
      facts: {
        ...{ region: ref.region, id: ref.id, case: `${ref.region}/${ref.id}`, service },
        ...{ version: String(view.found.version), since: String(task?.since ?? 0), number: view.found.number ?? '-' },
        ...{ step: step?.id ?? '-', action: step?.actions[0]?.id ?? '-', screen: view.settled.screens[0]?.ref ?? '-' },
        ...{ file: view.files[0]?.id ?? '-', question: view.files[0]?.question ?? '-' },
        ...{ paper: papers[0]?.id ?? '-', token: check?.url.split('/').at(-1) ?? '-', code: check?.code ?? '-' },
        ...{
          paperNumber: papers[0]?.number ?? '-',
          person: who.doer.id,
          nik: who.party.nik ?? '-',
          name: who.party.name,
        },
        ...{ mark, seat, upload, session: await this.#sessionId(who.doer.id) },
      },
      // The NIK of the kelurahan's citizen is the actor's own.
      marks: [mark, view.found.number, papers[0]?.number, ref.id].flatMap((word) => (word ? [word] : [])),
    };
  }

  /** Somebody stands at this home's counter, with a case that was sent or a draft that the officer helps with. */
  async #visit(home: Home, kind: 'visit' | 'helped'): Promise<Target> {
    const { facts, marks } = await this.#case(home, kind === 'visit' ? 'case' : 'draft', VISITORS[home]);
    const office = home === 'kelurahan' ? await this.#kelurahan() : `${facts.region}/dukcapil`;
    const serving = this.#counters.get(home) ?? (await officer(this.h, office, 'petugasLoket')).id;
    const at = { officer: serving, office, key: randomUUID() };
    const { visit } = await this.h.house.accounts.beginVisit(at, String(facts.nik), 'ktp-el');
    const another = await this.target(home, 'case');
    return {
      facts: { ...facts, visit: visit.id, another: String(another.facts.id) },
      marks: [...marks, visit.id, String(facts.name), String(facts.nik)],
    };
  }

  /** Somebody asks to act for this home's citizen, who did not answer yet. */
  async #mandate(home: Home): Promise<Target> {
    const [giver, receiver] = [await citizen(this.h, PEOPLE[home]), await citizen(this.h, ASKING[home])];
    const id = randomUUID();
    await this.h.t.admin('delete from accounts.mandate where giver = $1', [giver.party.id]);
    await this.h.t.admin(
      `insert into accounts.mandate (id, giver, receiver, giver_name, receiver_name, services, status, until_on, made_at)
       values ($1, $2, $3, $4, $5, '{}', 'asked', current_date + 30, now())`,
      [id, giver.party.id, receiver.party.id, giver.party.name, receiver.party.name],
    );
    return { facts: { id, person: giver.party.id }, marks: [receiver.party.name] };
  }

  /** A number in a queue of this home's office: one that data alone set up, with a window that runs now. */
  async #entry(home: Home): Promise<Target> {
    const { queue, people } = this.h.house;
    const mark = `KENARI${++this.#made}`;
    const who = await citizen(this.h, PEOPLE[home]);
    const person = await people.findById(who.region, who.doer.id);
    if (!person) throw new Error(PEOPLE[home]);
    const seat = home === 'kelurahan' ? await this.#kelurahan() : `${who.region}/dukcapil`;
    const at = await openQueue(this.h, seat);
    await this.#giveUpNumbers(who.doer);
    const { sex, birthDate } = person;
    const whom = { person: person.id, nik: null, card: null, phone: null, name: mark, sex, birthDate } as const;
    const wish = { region: who.region, slot: at.slot, need: 'uji', authority: 'self', payer: 'umum' } as const;
    const given = await queue.book(who.doer, { ...wish, whom: { ...whom, basis: 'register' } }, randomUUID());
    await this.h.house.jobs.settle();
    const session = await this.#sessionId(who.doer.id);
    return {
      facts: {
        ...{ region: who.region, id: given.id, version: '1', antrean: at.session, slot: at.slot, seat, mark, session },
        ...{ person: who.doer.id, office: seat.split('/')[1] ?? '' },
      },
      // The name at the first number of an office stays that of its patient.
      marks: [given.id, ...(await namesAt(this.h, given.id))],
    };
  }

  /** A number that was given on paper at this home's office, whose holder nobody named. */
  async #onPaper(home: Home): Promise<Target> {
    const who = await citizen(this.h, PEOPLE[home]);
    const { region } = who;
    const seat = home === 'kelurahan' ? await this.#kelurahan() : `${region}/dukcapil`;
    const given = await givePaper(this.h, seat, `K1-${10 + (++this.#made % 90)}`);
    const session = await this.#sessionId(who.doer.id);
    return { facts: { ...given, region, version: '1', seat, person: who.doer.id, session }, marks: [given.id] };
  }

  async #giveUpNumbers(doer: Doer): Promise<void> {
    const { queue } = this.h.house;
    for (const mine of await queue.mine(doer.id, '2026-01-01')) {
      const entry = await queue.entry(doer, mine);
      const open = entry.status === 'booked' || entry.status === 'waiting';
      if (open) await queue.cancel(doer, mine, { version: entry.version, key: randomUUID() });
    }
  }

  /** A case that was sent with a window for coming, whose number was cancelled. */
  async #appointment(home: Home): Promise<Target> {
    const { cases, queue } = this.h.house;
    const who = await citizen(this.h, PEOPLE[home]);
    const seat = `${who.region}/dukcapil`;
    const slot = await openWindow(this.h, seat);
    const [at] = await this.h.t.admin<{ code: string }>(
      `select code from organisations.office where region = $1 and kind = 'kelurahan' order by code limit 1`,
      [who.region],
    );
    const card = (issued: string | null) =>
      this.h.t.admin('update people.person set card_issued_on = $2 where id = $1', [who.party.id, issued]);
    await this.h.t.admin('delete from cases.unique_key');
    await this.h.house.jobs.settle();
    await this.#giveUpNumbers(who.doer);
    await card(null);
    const ref = await cases.begin(who.doer, {
      ...{ id: randomUUID(), service: 'ktp-baru', region: who.region, applicant: who.party, subject: who.party },
      ...{ authority: 'self', channel: 'warga' },
    });
    const pickup = { kind: 'kelurahan', region: who.region, code: at?.code };
    await fill(this.h, who.doer, ref, { recording: slot, pickup });
    const { found } = await cases.draft(who.doer, ref);
    await cases.submit(who.doer, ref, { version: found.version, key: randomUUID() });
    await card('2015-01-05');
    const [booked] = (await cases.view(who.doer, ref)).appointments;
    if (!booked) throw new Error('no number was booked with the case');
    await queue.cancel(who.doer, booked, { version: 1, key: randomUUID() });
    await this.h.house.jobs.settle();
    const view = await cases.view(who.doer, ref);
    return {
      facts: {
        ...{ region: ref.region, id: ref.id, version: String(view.found.version), question: 'recording', slot, seat },
        ...{ person: who.doer.id, session: await this.#sessionId(who.doer.id) },
      },
      marks: [ref.id, booked.id, ...(view.found.number ? [view.found.number] : [])],
    };
  }

  async #lostCard(region: string, mark: string): Promise<Record<string, unknown>> {
    const [at] = await this.h.t.admin<{ code: string }>(
      `select code from organisations.office where region = $1 and kind = 'kelurahan' order by code limit 1`,
      [region],
    );
    return {
      ...{ lostOn: daysAgo(5), policeNumber: mark, policeDate: daysAgo(4), dataChanged: 'no', policeLetter: 1 },
      pickup: { kind: 'kelurahan', region, code: at?.code },
    };
  }

  async #return(home: Home, seat: string, ref: CaseRef): Promise<void> {
    const role = home === 'kelurahan' ? 'petugasKelurahan' : 'verifikator';
    const body = home === 'kelurahan' ? {} : { cardState: 'issued' };
    await act(this.h, await officer(this.h, seat, role), ref, 'verifikasi', 'perbaiki', { reasons: ['R02'], body });
  }

  async #issue(home: Home, seat: string, ref: CaseRef): Promise<void> {
    if (home === 'kelurahan') {
      await act(this.h, await officer(this.h, seat, 'petugasKelurahan'), ref, 'verifikasi', 'setujui');
      await act(this.h, await officer(this.h, seat, 'kasiKesra'), ref, 'paraf', 'paraf');
      await act(this.h, await officer(this.h, seat, 'lurah'), ref, 'tandaTangan', 'terbitkan');
      return;
    }
    // Nothing is signed there on paper but the letter of a rejection, which the office seals.
    const body = { cardState: 'recorded' };
    await act(this.h, await officer(this.h, seat, 'verifikator'), ref, 'verifikasi', 'tolak', {
      reasons: ['R17'],
      body,
    });
  }
}

const letter = (mark: string): Record<string, unknown> => ({
  ...{ purpose: 'school', institution: mark, income: '1.500.000', dependants: '3', poor: 'yes', rtLetter: 1, house: 1 },
});
