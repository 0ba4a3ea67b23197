import { randomUUID } from 'node:crypto';
import { type MobileJkn, mobileJkn } from '../../simulators/bpjs/index.ts';
import { makeLogin, setAccepted, setAgreed, setCredentials, switchTo } from '../../src/capabilities/bpjs/index.ts';
import type { Doer } from '../../src/capabilities/cases/index.ts';
import { asOwner } from '../../src/compose-database.ts';
import { createKeyedHash } from '../../src/platform/crypto/index.ts';
import type { TestHouse } from './house.ts';

export const CONSUMER = { consId: '12345', consSecret: 'rahasia-uji', userKey: 'kunci-uji' } as const;

/** A Puskesmas that passed its acceptance test with BPJS. @param url where BPJS is to be told */
export async function connectBpjs(
  h: { readonly house: TestHouse['house']; readonly t: { readonly adminUrl: string } },
  office: string,
  url = 'http://127.0.0.1:9',
): Promise<{ readonly username: string; readonly password: string }> {
  const { keys, random, envelope, clock, bpjs } = h.house;
  return asOwner(h.t.adminUrl, async (owner) => {
    await setCredentials(owner, envelope, office, { url, ...CONSUMER }, clock());
    const login = await makeLogin(owner, { hash: createKeyedHash(keys), random }, office, clock());
    await setAccepted(owner, office, { on: '2026-01-01', by: 'PIC BPJS (uji)', note: 'Berita acara uji' }, clock());
    const hindrance = await switchTo(owner, bpjs.rules, office, 'on', clock());
    if (hindrance) throw new Error(hindrance);
    return login;
  });
}

/** Mobile JKN that calls this Puskesmas, logged in. */
export async function callerOf(h: TestHouse, origin: string, office: string, url?: string): Promise<MobileJkn> {
  const login = await connectBpjs(h, office, url);
  const caller = mobileJkn({ base: `${origin}/bpjs/${office}`, ...login });
  const { code, message } = await caller.auth();
  if (code !== 200) throw new Error(message);
  return caller;
}

const known = new WeakMap<TestHouse, Promise<Readonly<Record<string, string>>>>();
const KNOWN_OFFICE = '32.76/pkm-beji';

/** What a request of Mobile JKN may name: a Puskesmas where it may ask, a token, a member whom that one knows, a day with a doctor. */
export function jknFacts(h: TestHouse): Promise<Readonly<Record<string, string>>> {
  const facts = known.get(h) ?? makeFacts(h);
  known.set(h, facts);
  return facts;
}

async function makeFacts(h: TestHouse): Promise<Readonly<Record<string, string>>> {
  const { bpjs, queue, clock } = h.house;
  const [region = '', office = ''] = KNOWN_OFFICE.split('/');
  const login = await connectBpjs(h, KNOWN_OFFICE);
  await asOwner(h.t.adminUrl, (owner) => setAgreed(owner, KNOWN_OFFICE, { tokenSeconds: 3600 }, clock()));
  const at = await bpjs.open(KNOWN_OFFICE);
  const jknToken = await bpjs.signIn(at, login.username, login.password);
  const [jknCard, jknNik] = ['0001234500001', '3276010101900001'];
  await bpjs.newPatient(at, {
    ...{ card: jknCard, nik: jknNik, name: 'PESERTA UJI', sex: 'female', birthDate: '1990-01-01', phone: null },
  });
  const today = clock().toISOString().slice(0, 10);
  const day = (await queue.days(KNOWN_OFFICE, today, '2999-01-01', 'umum')).find(({ session }) => session.day > today);
  if (!day) throw new Error('no day at the Puskesmas');
  const jknDoctor = String(day.session.doctorCode);
  return { region, office, jknToken, jknUser: login.username, jknCard, jknNik, jknDay: day.session.day, jknDoctor };
}

let made = 0;
export type Somebody = ReturnType<typeof somebody>;
/** Somebody of the register; a member of BPJS where he has a card. */
export function somebody(more: { readonly card?: null; readonly nik?: null } = {}) {
  made += 1;
  const serial = String(made).padStart(4, '0');
  return {
    ...{ person: randomUUID(), nik: `327601010190${serial}`, card: `000${serial}${serial}00`, phone: '+6281299012345' },
    ...{ name: `Orang ${made}`, sex: 'female' as const, birthDate: '1990-01-01', basis: 'register' as const },
    ...more,
  };
}
export const asDoer = ({ person, name }: Somebody): Doer => ({
  id: person,
  label: name,
  seat: null,
  roles: [],
  nik: null,
});
