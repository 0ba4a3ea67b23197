import { randomUUID } from 'node:crypto';
import type { Doer } from '../src/capabilities/cases/index.ts';
import type { Bench } from './figures.ts';
import { growing } from './support/growing.ts';
import { BIG } from './support/many-cases.ts';

// What an officer of the office that holds most types into the search.

const NAME_MS = 150;
const OFFICER: Doer = { id: randomUUID(), label: 'Petugas', seat: BIG.office, roles: [BIG.desk], nik: null };

export const bench: Bench = (tell) =>
  growing(tell, [
    {
      name: 'search, number',
      prepare: async ({ cases }, lab) => {
        const rows = await lab.sql<{ number: string }>(
          `select number from cases."case" where office = $1 and number is not null limit 200`,
          [BIG.office],
        );
        let at = 0;
        return async () => {
          const found = await cases.byNumber(OFFICER, rows[at++ % rows.length]?.number ?? '');
          if (!found) throw new Error('a case is not found by its number');
        };
      },
    },
    {
      name: 'search, NIK',
      prepare: async ({ cases }, lab) => {
        const rows = await lab.sql<{ nik: string }>(
          `select distinct p.nik from people.person p join cases."case" c on c.region = p.region and c.subject = p.id::text
           where c.office = $1 and c.number is not null limit 200`,
          [BIG.office],
        );
        let at = 0;
        return async () => {
          const { items } = await cases.seek(OFFICER, rows[at++ % rows.length]?.nik ?? '');
          if (items.length === 0) throw new Error('a case is not found by a NIK');
        };
      },
    },
    {
      name: 'search, name',
      within: NAME_MS,
      prepare: async ({ cases }, lab) => {
        const rows = await lab.sql<{ name: string }>(
          `select subject_name as name from cases."case" where office = $1 and number is not null limit 200`,
          [BIG.office],
        );
        let at = 0;
        return async () => {
          const { items } = await cases.seek(OFFICER, rows[at++ % rows.length]?.name ?? '');
          if (items.length === 0) throw new Error('a case is not found by its name');
        };
      },
    },
  ]);
