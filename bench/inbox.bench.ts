import { randomUUID } from 'node:crypto';
import type { Doer } from '../src/capabilities/cases/index.ts';
import type { House } from '../src/compose.ts';
import type { Bench } from './figures.ts';
import { growing } from './support/growing.ts';
import { BIG } from './support/many-cases.ts';

// The inbox of the office that holds most, by its clock, first page and a later one; and a citizen's own list.

const OFFICER: Doer = { id: randomUUID(), label: 'Petugas', seat: BIG.office, roles: [BIG.desk], nik: null };

async function laterPage({ cases }: House): Promise<() => Promise<unknown>> {
  let after: { due: Date | null; id: string } | undefined;
  for (let page = 0; page < 10; page++) {
    const { items } = await cases.inbox(OFFICER, { limit: 20, ...(after ? { after } : {}) });
    const last = items.at(-1);
    if (last) after = { due: last.dueAt, id: last.id };
  }
  return () => cases.inbox(OFFICER, { limit: 20, ...(after ? { after } : {}) });
}

export const bench: Bench = (tell) =>
  growing(tell, [
    {
      name: 'inbox',
      prepare:
        async ({ cases }) =>
        () =>
          cases.inbox(OFFICER, { limit: 20 }),
    },
    { name: 'inbox, page 11', prepare: laterPage },
    {
      name: 'inbox, own list',
      prepare: async ({ cases }, lab) => {
        const people = await lab.sql<{ person: string }>('select person from cases.mine limit 200');
        let at = 0;
        return () => cases.mine(people[at++ % people.length]?.person ?? '');
      },
    },
  ]);
