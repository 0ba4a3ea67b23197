import { ageOn } from '../../kernel/age.ts';
import { localDate } from '../../kernel/dates.ts';
import { uuidv7 } from '../../kernel/ids.ts';
import { tokenHash } from '../../platform/crypto/index.ts';
import type { Queryable } from '../../platform/database/index.ts';
import { newToken } from './chance.ts';
import {
  DEMO_OFFICERS,
  DEMO_PASSWORD,
  DEMO_PIN,
  DEMO_TOTP_SECRET,
  type DemoOfficer,
  SHARES_PHONE,
  UNBOUND,
} from './demo-people.ts';
import type { Tools } from './deps.ts';
import { nikPlace, totpPlace } from './enrolment.ts';
import { finishEnrolment, insertOfficer, insertRole, keepSecret, officerNamed } from './officer-store.ts';
import { saltedPassword } from './password.ts';
import { saltedPin } from './pins.ts';
import { accountOfNik, bindAccount, own } from './store.ts';
import { totpNow } from './totp.ts';

/** Somebody of the tour, as the cast names them. */
export type DemoPerson = {
  readonly key: string;
  readonly nik: string;
  readonly name: string;
  readonly phone: string | null;
};

const DAY = 86_400_000;
const FROM = new Date('2026-01-01T00:00:00Z');
const SEEDER = 'demo';

/** The account's number: one's own, or of the one who has the phone. */
function numberOf(person: DemoPerson, cast: readonly DemoPerson[]): string | null {
  if ((UNBOUND as readonly string[]).includes(person.key)) return null;
  const holder = SHARES_PHONE[person.key];
  return (holder === undefined ? person : cast.find((one) => one.key === holder))?.phone ?? null;
}

/** Who may log in and how; for `demo akun --json` and the demo's own page. Secrets of nobody: all of it is invented. */
export function demoLogins(cast: readonly DemoPerson[], now: Date) {
  return {
    citizens: cast.flatMap((person) => {
      const phone = numberOf(person, cast);
      return phone === null ? [] : [{ key: person.key, name: person.name, nik: person.nik, phone, pin: DEMO_PIN }];
    }),
    withoutAccount: cast
      .filter((person) => (UNBOUND as readonly string[]).includes(person.key))
      .map(({ key, name, nik, phone }) => ({ key, name, nik, phone })),
    officers: DEMO_OFFICERS.map(({ username, name, office, roles }) => ({
      ...{ username, name, office, roles, password: DEMO_PASSWORD },
      ...{ totpSecret: DEMO_TOTP_SECRET, totpNow: totpNow(DEMO_TOTP_SECRET, now) },
    })),
  };
}

export type DemoSeeded = { readonly accounts: number; readonly officers: number };

export function createDemo(t: Tools) {
  async function seedPerson(person: DemoPerson, phone: string): Promise<boolean> {
    const known = await t.identity.byNik(person.nik);
    if (!known || ageOn(known.birthDate, localDate(t.clock(), 'WIB')) < 17) return false;
    const id = uuidv7(t.clock, t.random);
    const pinHash = await t.passwords.hash(saltedPin(id, DEMO_PIN));
    await t.db.transaction(own(known.person), (tx) =>
      bindAccount(tx, {
        ...{
          id,
          person: known.person,
          region: known.region,
          nikLookup: t.hash.of('nik', person.nik),
          phoneLookup: t.hash.of('phone', phone),
        },
        ...{
          phoneSealed: t.envelope.seal(phone, `accounts.account.phone:${id}`),
          pinHash,
          slipMac: null,
          slipUntil: null,
        },
        ...{ basis: 'counter', by: SEEDER, now: t.clock() },
      }),
    );
    return true;
  }

  async function seedOfficer(one: DemoOfficer, cast: readonly DemoPerson[]): Promise<boolean> {
    if (await officerNamed(t.db, one.username)) return false;
    const id = uuidv7(t.clock, t.random);
    const enrolHash = tokenHash(newToken(t.random));
    const nik = cast.find((person) => person.key === one.citizen)?.nik ?? null;
    const nikSealed = nik === null ? null : t.envelope.seal(nik, nikPlace(id));
    const password = await t.passwords.hash(saltedPassword(id, DEMO_PASSWORD));
    const totp = t.envelope.seal(DEMO_TOTP_SECRET, totpPlace(id));
    const capacity = one.capacity ?? 'tetap';
    const until = capacity === 'tetap' ? null : new Date(t.clock().getTime() + 2 * 365 * DAY);
    const [region = ''] = one.office.split('/');
    await t.db.transaction(own(id), async (tx) => {
      const who = {
        id,
        username: one.username,
        name: one.name,
        nip: one.nip ?? null,
        nikLookup: nik === null ? null : t.hash.of('nik', nik),
        nikSealed,
      };
      await insertOfficer(tx, { ...who, enrolHash, enrolUntil: t.clock(), now: t.clock(), by: SEEDER });
      await keepSecret(tx, id, enrolHash, password, totp);
      await finishEnrolment(tx, id, enrolHash, 1);
      for (const role of one.roles) {
        const grant = {
          id: uuidv7(t.clock, t.random),
          officer: id,
          region,
          office: one.office,
          role,
          capacity,
          from: FROM,
          until,
          title: one.title ?? null,
        };
        await insertRole(tx, grant, SEEDER, t.clock());
      }
    });
    return true;
  }

  return {
    /** Accounts of the cast and officers of both regions. Adds what is missing; run twice it changes nothing. Refused outside the demo. */
    async seedDemo(cast: readonly DemoPerson[]): Promise<DemoSeeded> {
      if (!t.proofByRegister) throw new Error('demo accounts belong in a demo only');
      const taken = new Set(await existing(t, cast));
      const wanted = cast.flatMap((person) => {
        const phone = numberOf(person, cast);
        return phone === null || taken.has(person.key) ? [] : [{ person, phone }];
      });
      const accounts = await Promise.all(wanted.map(({ person, phone }) => seedPerson(person, phone)));
      const officers = await Promise.all(DEMO_OFFICERS.map((one) => seedOfficer(one, cast)));
      return { accounts: accounts.filter(Boolean).length, officers: officers.filter(Boolean).length };
    },
  };
}

/** True when officers work here and none of them is of the demo: a city's own hub, whatever its register. Needs the owner's connection. */
export async function holdsOthersOfficers(owner: Queryable): Promise<boolean> {
  const [row] = await owner.query<{ others: boolean }>(
    'select exists (select from accounts.officer) and not exists (select from accounts.officer where added_by = $1) as others',
    [SEEDER],
  );
  return row?.others ?? false;
}

async function existing(t: Tools, cast: readonly DemoPerson[]): Promise<readonly string[]> {
  const found = await Promise.all(cast.map((person) => accountOfNik(t.db, t.hash.candidates('nik', person.nik))));
  return cast.filter((_, i) => found[i] !== undefined).map((person) => person.key);
}
