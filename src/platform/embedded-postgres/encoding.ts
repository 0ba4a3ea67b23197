import { EmbeddedPostgresTrouble } from './trouble.ts';

type Asked = { query(text: string): Promise<{ readonly rows: readonly Record<string, unknown>[] }> };

/**
 * Refuses a database whose text is not UTF8: there `length('é')` is 2 and names are cut in the middle of a letter.
 * @param client of `pg`, connected to the database in question
 */
export async function refuseUnlessUtf8(client: Asked): Promise<void> {
  const found = await client.query(
    'select current_database() as name, pg_encoding_to_char(encoding) as encoding from pg_database where datname = current_database()',
  );
  const { name, encoding } = found.rows[0] ?? {};
  if (encoding === 'UTF8') return;
  throw new EmbeddedPostgresTrouble(
    `Basis data ${name} memakai penyandian ${encoding}, padahal harus UTF8; buat yang baru dengan: createdb --encoding=UTF8 --template=template0 ${name}`,
    `The database ${name} has the encoding ${encoding}, but must be UTF8; make a new one with: createdb --encoding=UTF8 --template=template0 ${name}`,
  );
}
