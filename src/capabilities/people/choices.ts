import type { Queryable, Row } from '../../platform/database/index.ts';
import type { Profile } from './register.ts';

/** Which register a region has, as its operator chose it. `secret` stays closed until the register is asked. */
export type StoredChoice = {
  readonly region: string;
  readonly kind: Profile;
  readonly url: string | null;
  readonly account: string | null;
  readonly secret: Uint8Array | null;
  readonly chosenAt: Date;
};

const CHOICE = `select region, kind, url, account, secret, chosen_at as "chosenAt" from people.register`;

export async function choiceOf(db: Queryable, region: string): Promise<StoredChoice | undefined> {
  return (await db.query<StoredChoice & Row>(`${CHOICE} where region = $1`, [region]))[0];
}

export const allChoices = (db: Queryable): Promise<StoredChoice[]> =>
  db.query<StoredChoice & Row>(`${CHOICE} order by region`);

/** As the owner of the database. Cases that were sent keep the register under which they were sent. */
export async function chooseRegister(owner: Queryable, choice: StoredChoice): Promise<void> {
  const { region, kind, url, account, secret, chosenAt } = choice;
  await owner.query(
    `insert into people.register (region, kind, url, account, secret, chosen_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (region) do update set kind = excluded.kind, url = excluded.url, account = excluded.account,
       secret = excluded.secret, chosen_at = excluded.chosen_at`,
    [region, kind, url, account, secret, chosenAt],
  );
}

/** Where the closed password of a region lies, as the envelope names it. */
export const secretPlace = (region: string): string => `people.register.secret:${region}`;
