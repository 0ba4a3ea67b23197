import { demoLogins } from '../../src/capabilities/accounts/index.ts';
import { dateNames } from '../../src/surfaces/design/index.ts';
import { codeFor } from './browse.ts';
import type { TestHouse } from './house.ts';
import { type Loaded, plainBrowser, textOf } from './plain-browser.ts';

// The ways to a number and through a room, over HTTP and by pages alone.

type Visitor = ReturnType<typeof plainBrowser>;
export type At = { readonly h: TestHouse; readonly origin: string; readonly now: () => Date };
/** What of a form somebody types of himself. */
export type Stranger = { readonly name: string; readonly nik: string; readonly birth: string };

const membersOf = ({ h }: At) =>
  h.cast.families.flatMap(({ members }) => members).map((one) => ({ ...one, phone: one.phone ?? null }));

/** @throws Error with what the page says, where it is not the one that was to come */
function mustBeAt(page: Loaded, path: RegExp): Loaded {
  if (page.status === 200 && path.test(page.path)) return page;
  throw new Error(`${page.path} (${page.status}) is not ${path}: ${textOf(page.html)}`);
}

/** A citizen of the demo, logged in by code and PIN. */
export async function citizenAt(at: At, key: string): Promise<Visitor> {
  const person = demoLogins(membersOf(at), at.now()).citizens.find((one) => one.key === key);
  if (!person) throw new Error(`${key} has no account`);
  const browser = plainBrowser(at.origin);
  const asked = await browser.submit(await browser.open('/berobat/siapa'), {
    telepon: person.phone.replace('+62', '0'),
  });
  const entered = await browser.submit(asked, { kode: await codeFor(at.h, person.phone) });
  mustBeAt(await browser.submit(entered, { pin: person.pin }), /^\/berobat\/siapa/);
  return browser;
}

/** An officer of the demo, logged in. */
export async function officerAt(at: At, username: string): Promise<Visitor> {
  const officer = demoLogins(membersOf(at), at.now()).officers.find((one) => one.username === username);
  if (!officer) throw new Error(username);
  const browser = plainBrowser(at.origin);
  const { password, totpNow: totp } = officer;
  const page = await browser.submit(await browser.open('/kantor/masuk'), { username, password, totp });
  mustBeAt(page, /^\/kantor/);
  return browser;
}

const unquoted = (text: string): string => text.replaceAll('&amp;', '&').replaceAll('&quot;', '"');

/** What stands for a person in the list of those for whom one may book. */
async function choiceFor(browser: Visitor, name: string): Promise<string> {
  const { html } = await browser.open('/berobat/siapa');
  // The box stands before its words.
  const [before = '', after] = html.split(`<b>${name}</b>`);
  const value = after === undefined ? undefined : [...before.matchAll(/value="([^"]*)"/g)].at(-1)?.[1];
  if (value === undefined) throw new Error(`${name} is nobody for whom one may book`);
  return unquoted(value);
}

export type CareWish = {
  readonly name: string;
  readonly need: string;
  readonly payer: 'bpjs' | 'umum';
  readonly office: string;
  readonly day: string;
};

async function timesOf(browser: Visitor, wish: CareWish): Promise<Loaded> {
  const untuk = await choiceFor(browser, wish.name);
  const chosen = { untuk, perlu: wish.need, bayar: wish.payer, di: wish.office, hari: wish.day };
  return mustBeAt(await browser.open(`/berobat/waktu?${new URLSearchParams(chosen)}`), /^\/berobat\/waktu/);
}

/** The first window that has a place. @returns the path of the ticket */
export async function bookAt(browser: Visitor, wish: CareWish): Promise<string> {
  const page = await timesOf(browser, wish);
  const windows = [...page.html.matchAll(/<input\b[^>]*name="jam"[^>]*>/g)].map(([input]) => input);
  const jam = /value="([^"]*)"/.exec(windows.find((input) => !/\bdisabled\b/.test(input)) ?? '')?.[1] ?? '';
  return mustBeAt(await browser.submit(page, { jam }), /^\/antrean\//).path;
}

/** Where the day is full. @returns the path of one's place in the list */
export async function waitAt(browser: Visitor, wish: CareWish): Promise<string> {
  const page = await timesOf(browser, wish);
  return mustBeAt(await browser.submit(page, { untuk: await choiceFor(browser, wish.name) }), /^\/tunggu\//).path;
}

export const acceptAt = async (browser: Visitor, path: string): Promise<string> => {
  const page = mustBeAt(await browser.open(path), /^\/tunggu\//);
  if (!page.html.includes(`${path}/terima`)) throw new Error(`nothing is offered: ${textOf(page.html)}`);
  return mustBeAt(await browser.submit(page, { versi: versionIn(page) }), /^\/antrean\//).path;
};
const versionIn = ({ html }: Loaded): string => /name="versi" value="(\d+)"/.exec(html)?.[1] ?? '';

/** Says that he is here, by the poster's address: one of the numbers that it lists. */
export async function arriveAt(browser: Visitor, path: string, nomor: string): Promise<Loaded> {
  const page = mustBeAt(await browser.open(path), /^\/hadir\//);
  const [, form = ''] = page.html.split(`name="nomor" value="${nomor}"`);
  const [versi = '', kunci = ''] = ['versi', 'kunci'].map(
    (name) => new RegExp(`name="${name}" value="([^"]*)"`).exec(form)?.[1] ?? '',
  );
  return browser.submit(page, { nomor, versi, kunci });
}

const boxes = (name: string, date: string): Record<string, string> => {
  const [year = '', month = '', day = ''] = date.split('-');
  const names = dateNames(name);
  return { [names.day]: day, [names.month]: month, [names.year]: year };
};

/** Checks in at the kiosk by the number of the slip and a date of birth. */
export const checkInAt = async (origin: string, path: string, number: string, birth: string): Promise<Loaded> => {
  const browser = plainBrowser(origin);
  return browser.submit(await browser.open(path), { nomor: number, ...boxes('lahir', birth) });
};

/** Takes a number at the screen of the place. */
export async function takeAtScreen(
  origin: string,
  path: string,
  who: { readonly name: string; readonly birth: string; readonly session: string },
): Promise<Loaded> {
  const browser = plainBrowser(origin);
  const page = await browser.open(path);
  return browser.submit(page, { untuk: who.session, nama: who.name, bayar: 'bpjs', ...boxes('lahir', who.birth) });
}

const roomPath = (session: string, room = '1'): string => `/kantor/antrean/${session}?ruang=${room}`;

/** A number for somebody who stands at the desk. */
export async function walkInAt(officer: Visitor, session: string, who: Stranger, payer: 'bpjs' | 'umum') {
  const page = mustBeAt(await officer.open(roomPath(session)), /^\/kantor\/antrean/);
  const typed = { nik: who.nik, nama: who.name, bayar: payer, ...boxes('lahir', who.birth) };
  const given = await officer.submit(page, typed);
  if (!given.path.includes('pesan=diberi')) throw new Error(textOf(given.html));
}

/** The next one of a room. @returns the page of the room */
export const callAt = async (officer: Visitor, session: string): Promise<Loaded> =>
  officer.submit(await officer.open(roomPath(session)), { sekarang: currentIn(await officer.open(roomPath(session))) });
const currentIn = ({ html }: Loaded): string => /name="sekarang" value="([^"]*)"/.exec(html)?.[1] ?? '';

/** Sends whoever is in the room on to another queue of his visit. */
export async function sendOnAt(officer: Visitor, session: string): Promise<Loaded> {
  const page = await officer.open(roomPath(session));
  const ke = /name="ke" value="([^"]*)"/.exec(page.html)?.[1] ?? '';
  return officer.submit(page, { ke });
}
