import { createHash } from 'node:crypto';
import { appendFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, type Random, uuidv7 } from '../../kernel/ids.ts';
import { type Files, toldDisk } from '../files/index.ts';
import { checkFile, type FileFault, type FileType, LARGEST_FILE } from './check-file.ts';

export type UploadsDeps = {
  readonly files: Pick<Files, 'put'>;
  /** Where unfinished files wait; nobody else may read it. */
  readonly dir: string;
  readonly clock: Clock;
  readonly random: Random;
};

/** Whose file it is, and for what. */
export type Wish = {
  readonly person: string;
  readonly region: string;
  readonly case: string;
  readonly question: string;
  readonly name: string;
  readonly size: number;
};

/** Checked, cleaned and stored; not yet part of a case. */
export type Kept = {
  readonly id: string;
  readonly name: string;
  readonly type: FileType;
  readonly size: number;
  readonly stored: string;
  readonly sha256: string;
};
export type Taken = { readonly ok: true; readonly file: Kept } | { readonly ok: false; readonly fault: FileFault };
export type Appended =
  | { readonly kind: 'at'; readonly offset: number }
  | { readonly kind: 'elsewhere'; readonly offset: number }
  | { readonly kind: 'refused'; readonly fault: FileFault }
  | { readonly kind: 'unknown' };

type Waiting = Wish & { readonly id: string; readonly kept?: Kept };

const DAY = 86_400_000;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const MOST_LETTERS = 80;

/** The last part of a path, without what no screen should show or no header can carry. @example tidyName('../../etc/passwd') // 'passwd' */
export const tidyName = (name: string): string => {
  const last = (name.split(/[/\\]/).at(-1) ?? '')
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim();
  return /^\.*$/.test(last) ? 'berkas' : [...last].slice(-MOST_LETTERS).join('');
};

export type Uploads = ReturnType<typeof createUploads>;

/** Files on their way in: whole from a form, or in pieces that survive a lost line. */
export function createUploads({ files, dir, clock, random }: UploadsDeps) {
  const partOf = (id: string): string => join(dir, `${id}.part`);
  const noteOf = (id: string): string => join(dir, `${id}.json`);
  const sizeOf = (id: string): Promise<number> =>
    stat(partOf(id)).then(
      (found) => found.size,
      () => 0,
    );
  // One piece after the other: two at once at the same offset would both be right.
  const busy = new Map<string, Promise<unknown>>();

  async function note(id: string): Promise<Waiting | undefined> {
    if (!ID.test(id)) return undefined;
    const text = await readFile(noteOf(id), 'utf8').catch(() => undefined);
    return text === undefined ? undefined : (JSON.parse(text) as Waiting);
  }

  async function write(waiting: Waiting): Promise<void> {
    const fresh = `${noteOf(waiting.id)}.${Buffer.from(random(4)).toString('hex')}`;
    try {
      await writeFile(fresh, JSON.stringify(waiting), { mode: 0o600 });
      await rename(fresh, noteOf(waiting.id));
    } catch (error) {
      await rm(fresh, { force: true });
      throw toldDisk(error);
    }
  }

  async function forget(id: string): Promise<void> {
    await Promise.all([rm(partOf(id), { force: true }), rm(noteOf(id), { force: true })]);
  }

  /** Whole: checks, cleans and stores. */
  async function take(wish: Omit<Wish, 'size' | 'person' | 'question'>, bytes: Uint8Array): Promise<Taken> {
    const checked = await checkFile(bytes);
    if (!checked.ok) return checked;
    const stored = await files.put({ region: wish.region, id: wish.case }, checked.bytes);
    const file: Kept = {
      ...{ id: uuidv7(clock, random), name: tidyName(wish.name), type: checked.type },
      ...{ size: stored.size, stored: stored.name, sha256: stored.sha256 },
    };
    return { ok: true, file };
  }

  /** Begins, or finds again what this person began within a day. */
  async function begin(wish: Wish): Promise<{ readonly id: string; readonly offset: number } | FileFault> {
    if (!(wish.size > 0)) return 'empty';
    if (wish.size > LARGEST_FILE) return 'too-large';
    await mkdir(dir, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
      throw toldDisk(error);
    });
    await sweep();
    const name = tidyName(wish.name);
    // The id follows from what is asked for and the day: the same file begun again is the same upload, in whatever process.
    const day = Math.floor(clock().getTime() / DAY);
    for (const then of [day, day - 1]) {
      const id = idOf([wish.person, wish.case, wish.question, name, wish.size, then]);
      // Its last byte is asked for again, so that what came whole but could not be stored is tried anew.
      if (await note(id)) return { id, offset: Math.min(await sizeOf(id), wish.size - 1) };
    }
    const id = idOf([wish.person, wish.case, wish.question, name, wish.size, day]);
    await write({ ...wish, name, id });
    return { id, offset: 0 };
  }

  async function append(id: string, person: string, offset: number, bytes: Uint8Array): Promise<Appended> {
    const before = busy.get(id) ?? Promise.resolve();
    const mine = before.then(() => appendNow(id, person, offset, bytes));
    busy.set(
      id,
      mine.catch(() => undefined),
    );
    try {
      return await mine;
    } finally {
      if (busy.size > 1000) busy.clear();
    }
  }

  async function appendNow(id: string, person: string, offset: number, bytes: Uint8Array): Promise<Appended> {
    const waiting = await note(id);
    if (!waiting || waiting.person !== person) return { kind: 'unknown' };
    const there = waiting.kept ? waiting.size : await sizeOf(id);
    if (there === waiting.size && !waiting.kept) return conclude(waiting);
    if (offset !== there) return { kind: 'elsewhere', offset: there };
    if (there + bytes.length > waiting.size) return { kind: 'refused', fault: 'too-large' };
    // On a full disk a part of it may stand: whoever goes on is told how much.
    await appendFile(partOf(id), bytes, { mode: 0o600 }).catch((error: unknown) => {
      throw toldDisk(error);
    });
    if (there + bytes.length < waiting.size) return { kind: 'at', offset: there + bytes.length };
    return conclude(waiting);
  }

  /** All of it is there. Where it can't be stored now, it waits for whoever sends the last byte again. */
  async function conclude(waiting: Waiting): Promise<Appended> {
    const taken = await take(waiting, await readFile(partOf(waiting.id)));
    if (!taken.ok) {
      await forget(waiting.id);
      return { kind: 'refused', fault: taken.fault };
    }
    await write({ ...waiting, kept: taken.file });
    await rm(partOf(waiting.id), { force: true });
    return { kind: 'at', offset: waiting.size };
  }

  /** A finished upload, for the case and question it was begun for; undefined for anybody else's. */
  async function finished(
    id: string,
    of: { readonly person: string; readonly case: string; readonly question: string },
  ): Promise<Kept | undefined> {
    const waiting = await note(id);
    const same = waiting?.person === of.person && waiting.case === of.case && waiting.question === of.question;
    return same ? waiting.kept : undefined;
  }

  /** What nobody went on with for two days. */
  async function sweep(): Promise<void> {
    for (const name of await readdir(dir).catch(() => [])) {
      const at = await stat(join(dir, name)).catch(() => undefined);
      if (at && clock().getTime() - at.mtimeMs > 2 * DAY) await rm(join(dir, name), { force: true });
    }
  }

  return { take, begin, append, finished, forget };
}

/** Names an upload by what it is; nobody can guess it without knowing all of it, and it opens nothing to another person. */
function idOf(parts: readonly (string | number)[]): string {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
