import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { partOf, syncFolder, type Tree, walk, writePart } from './tree.ts';
import { BackupTrouble } from './trouble.ts';

export const MANIFEST = 'manifest.json';

const part = z.object({ bytes: z.number().int(), sha256: z.string().regex(/^[0-9a-f]{64}$/) });
const path = z.string().refine((text) => !text.startsWith('/') && !text.split('/').includes('..'));
const tree = { parts: z.record(path, part).readonly(), folders: z.array(path).readonly() };

const table = z.object({
  name: z.string(),
  columns: z.array(z.string()),
  rows: z.number().int(),
});
const migration = z.object({ name: z.string().regex(/^\d{4}-[a-z-]+\.sql$/), sha256: z.string() });
export const tablesShape = z.object({
  era: z.number().int(),
  migrations: z.array(migration),
  tables: z.array(table),
  sequences: z.array(z.object({ name: z.string(), last: z.string() })),
});

const manifest = z.object({
  format: z.literal(1),
  id: z.string(),
  version: z.string(),
  madeAt: z.string(),
  /** `cluster`: PostgreSQL's own files, of one major version · `tables`: rows, for any newer one. */
  kind: z.enum(['cluster', 'tables']),
  postgres: z.string(),
  tables: tablesShape.optional(),
  /** False: the citizens' files lie in an S3 store, which is backed up where it stands. */
  files: z.boolean(),
  ...tree,
});
const keysManifest = z.object({ format: z.literal(1), of: z.string(), ...tree });

/** The contents of a table dump. */
export type TablesDump = z.infer<typeof tablesShape>;
/** What a backup is and holds. Written last: a folder without it is no backup. */
export type Manifest = z.infer<typeof manifest>;
/** The keys' folder: which backup they belong to. */
export type KeysManifest = z.infer<typeof keysManifest>;

export async function writeManifest(folder: string, content: Manifest | KeysManifest): Promise<void> {
  await writePart(join(folder, MANIFEST), `${JSON.stringify(content, null, 1)}\n`);
  await syncFolder(folder);
}

export const readManifest = (folder: string): Promise<Manifest> => read(folder, manifest);
export const readKeysManifest = (folder: string): Promise<KeysManifest> => read(folder, keysManifest);

async function read<T>(folder: string, shape: z.ZodType<T>): Promise<T> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => undefined);
  if (text === undefined)
    throw new BackupTrouble(
      `Folder ${folder} bukan cadangan yang selesai: ${MANIFEST} tidak ada; pakai cadangan lain`,
      `The folder ${folder} is no finished backup: ${MANIFEST} is missing; use another backup`,
    );
  const parsed = shape.safeParse(asJson(text));
  if (parsed.success) return parsed.data;
  throw new BackupTrouble(
    `${join(folder, MANIFEST)} tidak terbaca oleh versi ini; pakai versi program yang membuatnya atau yang lebih baru`,
    `${join(folder, MANIFEST)} can't be read by this version; use the version that made it or a newer one`,
  );
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @throws BackupTrouble naming the first file that is missing, changed or too many */
export async function checkParts(folder: string, { parts }: Pick<Tree, 'parts'>): Promise<void> {
  for (const [name, wanted] of Object.entries(parts)) {
    const found = await partOf(join(folder, name)).catch(() => undefined);
    if (!found) throw damaged(folder, `${name} tidak ada`, `${name} is missing`);
    if (found.sha256 !== wanted.sha256) throw damaged(folder, `${name} berubah`, `${name} was changed`);
  }
  const { files } = await walk(folder);
  const stray = files.find((name) => name !== MANIFEST && parts[name] === undefined);
  if (stray) throw damaged(folder, `${stray} bukan bagian cadangan`, `${stray} is no part of it`);
}

const damaged = (folder: string, id: string, en: string): BackupTrouble =>
  new BackupTrouble(
    `Cadangan ${folder} rusak (${id}); pakai cadangan lain`,
    `The backup ${folder} is damaged (${en}); use another backup`,
  );
