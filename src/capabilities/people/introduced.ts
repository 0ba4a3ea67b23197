import { type Clock, type Random, uuidv7 } from '../../kernel/ids.ts';
import type { Sex } from '../../kernel/nik.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Database, Queryable, Row } from '../../platform/database/index.ts';
import type { Person } from './person.ts';
import type { Register } from './register.ts';
import { within } from './store.ts';

/** What an officer read on the card of somebody who stands in front of him. */
export type OnCard = { readonly nik: string; readonly name: string; readonly sex: Sex; readonly birthDate: string };

type Deps = {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly register: (region: string) => Promise<Register>;
};

const COLUMNS = 'region, nik, id, name, sex, birth_date as "birthDate"';
type Known = Pick<Person, 'region' | 'nik' | 'id' | 'name' | 'sex' | 'birthDate'> & Row;

/** Persons of regions whose register gives nothing out: known by their card alone, so that they can have an account. */
export function createIntroduced({ database, clock, random, register }: Deps) {
  /** @throws Refusal `people/own-register` where the register itself says who somebody is */
  async function introduce(
    region: string,
    card: OnCard,
    by: { readonly officer: string; readonly office: string },
  ): Promise<Person> {
    if ((await register(region)).profile === 'own') throw new Refusal('people/own-register', 409);
    const [row] = await within(database, region).query<Known>(
      `insert into people.introduced (region, nik, id, name, sex, birth_date, officer, office, at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict (region, nik) do update set name = $4, sex = $5, birth_date = $6, officer = $7, office = $8, at = $9
       returning ${COLUMNS}`,
      [
        ...[region, card.nik, uuidv7(clock, random), card.name, card.sex, card.birthDate],
        ...[by.officer, by.office, clock()],
      ],
    );
    if (!row) throw new Error('an introduction leaves a row');
    return asPerson(row);
  }

  async function byNik(nik: string): Promise<Person | undefined> {
    const [at] = await within(database).query<{ region: string | null }>('select people.introduced_in($1) as region', [
      nik,
    ]);
    return at?.region ? one(within(database, at.region), at.region, 'nik', nik) : undefined;
  }

  const byId = (region: string, id: string): Promise<Person | undefined> =>
    one(within(database, region), region, 'id', id);

  return { introduce, byNik, byId };
}

async function one(db: Queryable, region: string, column: 'nik' | 'id', value: string): Promise<Person | undefined> {
  const [row] = await db.query<Known>(`select ${COLUMNS} from people.introduced where region = $1 and ${column} = $2`, [
    region,
    value,
  ]);
  return row && asPerson(row);
}

/** All that the card does not say, or that nobody here may vouch for, stays empty. */
const asPerson = ({ region, nik, id, name, sex, birthDate }: Known): Person => ({
  ...{ region, nik, id, name, sex, birthDate, titleBefore: null, titleAfter: null, birthPlace: '' },
  ...{ religion: '', education: '', occupation: '', blood: 'unknown', citizenship: 'wni', maritalStatus: 'single' },
  ...{ marriedOn: null, spouseNik: null, motherNik: null, motherName: null, fatherNik: null, fatherName: null },
  ...{ birthAkta: null, kk: null, shdk: null, status: 'alive', cardState: 'issued', cardNumber: null },
  ...{ cardIssuedOn: null, cardLostOn: null, phone: null, protected: false, version: 1 },
});
