/** Something that was done without a network and was not written down yet. */
export type Act = {
  readonly key: string;
  readonly kind: 'called' | 'skipped' | 'done' | 'paper';
  readonly number: string;
  readonly at: number;
  readonly lease: string | null;
  readonly paper: string | null;
};
export type Paper = { readonly number: string; readonly key: string };
/** What a counter keeps for the time without a network: numbers, never a name. */
export type Counter = {
  readonly session: string;
  readonly ruang: string;
  readonly room: string;
  readonly lease: string | null;
  /** By this browser's clock. */
  readonly until: number;
  readonly numbers: readonly string[];
  readonly inside: { readonly number: string; readonly paper: string | null } | null;
  readonly acts: readonly Act[];
  /** Given on paper, not called yet. */
  readonly papers: readonly Paper[];
  /** How many paper numbers were given. */
  readonly given: number;
  readonly heard: number;
};

const DATABASE = 'satuloket-loket';
const PAGES = 'satuloket-loket';

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    for (const name of ['kunci', 'loket']) request.result.createObjectStore(name);
  };
  return done(request);
}

async function reach<T>(store: string, mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>) {
  const database = await opened();
  try {
    const transaction = database.transaction(store, mode, { durability: 'strict' });
    const request = work(transaction.objectStore(store));
    // A request that succeeded is undone when the page goes before its transaction is over.
    const over = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    const result = await done(request).catch(async (error: unknown) => {
      await over.catch(() => undefined);
      throw error;
    });
    await over;
    return result;
  } finally {
    database.close();
  }
}

/** Made here, kept by the browser, readable by nobody: a copy of the disk without it opens nothing. */
async function keyOf(): Promise<CryptoKey> {
  const known = await reach<CryptoKey | undefined>('kunci', 'readonly', (store) => store.get('kunci'));
  if (known !== undefined) return known;
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  // Two pages may make one at once: the first stays.
  await reach('kunci', 'readwrite', (store) => store.add(made, 'kunci')).catch(() => undefined);
  return reach<CryptoKey>('kunci', 'readonly', (store) => store.get('kunci'));
}

type Sealed = { readonly iv: Uint8Array<ArrayBuffer>; readonly data: ArrayBuffer };

/** Whether this browser can keep anything safely: over plain HTTP, or in an old one, it keeps nothing. */
export const canKeep = (): boolean => 'indexedDB' in window && 'crypto' in window && crypto.subtle !== undefined;

export const nameOf = (session: string, ruang: string): string => `${session} ${ruang}`;

/** The list is forgotten when its time is over. */
const fresh = (counter: Counter): Counter =>
  counter.until > Date.now() ? counter : { ...counter, lease: null, numbers: [] };

export async function read(name: string): Promise<Counter | null> {
  const sealed = await reach<Sealed | undefined>('loket', 'readonly', (store) => store.get(name));
  if (sealed === undefined) return null;
  try {
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv }, await keyOf(), sealed.data);
    return fresh(JSON.parse(new TextDecoder().decode(plain)) as Counter);
  } catch (_) {
    // Of a key that is gone: as if it never was.
    return null;
  }
}

async function write(name: string, counter: Counter): Promise<void> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(counter));
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await keyOf(), plain);
  await reach('loket', 'readwrite', (store) => store.put({ iv, data }, name));
}

let line: Promise<unknown> = Promise.resolve();
/** One change after the other, also of two pages, where the browser can hold a lock. */
export function change(name: string, how: (before: Counter | null) => Counter): Promise<Counter> {
  const work = async (): Promise<Counter> => {
    const after = how(await read(name));
    await write(name, after);
    return after;
  };
  const next = line.then(() => ('locks' in navigator ? navigator.locks.request(DATABASE, work) : work()));
  line = next.catch(() => undefined);
  return next;
}

export const names = async (): Promise<string[]> =>
  (await reach('loket', 'readonly', (store) => store.getAllKeys())).map(String);

/** A chance name, so that two browsers of one room are told apart. */
export async function deviceOf(): Promise<string> {
  const known = await reach<string | undefined>('kunci', 'readonly', (store) => store.get('alat'));
  if (known !== undefined) return known;
  await reach('kunci', 'readwrite', (store) => store.add(crypto.randomUUID(), 'alat')).catch(() => undefined);
  return reach<string>('kunci', 'readonly', (store) => store.get('alat'));
}

/** Keeps the page that works without a network, as it looks now. */
export async function keepPage(page: string, parts: readonly string[]): Promise<void> {
  if (!('caches' in window)) return;
  const answer = await fetch(page, { credentials: 'same-origin' });
  // Whoever is not logged in is sent elsewhere: that page is not kept.
  if (!answer.ok || answer.redirected) return;
  const kept = await caches.open(PAGES);
  await kept.put(page, answer);
  await Promise.all(parts.map(async (part) => (await kept.match(part)) ?? kept.add(part)));
}

/** Nothing stays: no number, no key, no page. */
export async function wipe(): Promise<void> {
  if ('indexedDB' in window) await done(indexedDB.deleteDatabase(DATABASE)).catch(() => undefined);
  if ('caches' in window) await caches.delete(PAGES).catch(() => undefined);
}
