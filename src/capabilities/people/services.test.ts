import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Definition, enter, type Files, readDefinition, settle, standardWorld } from '../../engine/index.ts';
import type { Json } from '../../kernel/json.ts';
import { asked, kkOf, nikOf, type SeededRegister, seededRegister, TODAY } from './fixture.ts';
import { asJson, cardAfter, type Plan } from './index.ts';

const root = join(import.meta.dirname, '../../..');
const files: Files = {
  read: (path) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined),
};
const { world } = standardWorld(files);
let at: SeededRegister;
beforeAll(async () => {
  at = await seededRegister();
});
afterAll(() => at.database.close());

function definitionOf(id: string): Definition {
  const { definition, problems } = readDefinition(files, `services/nasional/${id}/service.yaml`, world);
  if (!definition) throw new Error(problems.map((problem) => problem.message).join('; '));
  return definition;
}

const facts = async (key: string): Promise<Json> => {
  const person = await at.depok.person(nikOf(key), asked);
  return person ? asJson(person) : null;
};
const family = async (key: string): Promise<Json> => {
  const found = await at.depok.family(kkOf(key), asked);
  return found ? asJson(found) : null;
};

/** What the step of signing will do to the register, as the engine evaluates the service's own file. */
async function planned(id: string, who: string, home: string, answers: Readonly<Record<string, Json>>): Promise<Plan> {
  const definition = definitionOf(id);
  const applicant = await facts(who);
  const inputs = {
    today: TODAY,
    submittedOn: TODAY,
    applicant,
    subject: applicant,
    family: await family(home),
    profile: 'own' as const,
  };
  const { names } = settle(definition, answers, inputs);
  return at.planned(id, ...enter(definition, 'tandaTangan', names).effects);
}

describe('the effects of the published services', () => {
  test('of akta-kelahiran: a child enters the family of its mother', async () => {
    const plan = await planned('akta-kelahiran', 'budi', 'pratama', {
      reporterRelation: 'parent',
      origin: 'parents',
      'child.name': 'Kirana Ayu Pratama',
      'child.sex': 'female',
      'child.birthDate': '2026-11-03',
      'child.placeKind': 'hospital',
      'child.birthPlace': { code: '32.76', name: 'Kota Depok' },
      'child.birthKind': 'single',
      'child.order': 2,
      'child.helper': 'midwife',
      mother: await facts('dewi'),
      father: await facts('budi'),
      home: { ...((await family('pratama')) as object), of: 'mother' },
      relationship: 'child',
    });
    const card = cardAfter(plan, kkOf('pratama'));
    expect(card?.members.at(-1)).toMatchObject({
      name: 'Kirana Ayu Pratama',
      motherNik: nikOf('dewi'),
      fatherNik: nikOf('budi'),
      birthDate: '2026-11-03',
      birthPlace: 'Kota Depok',
    });
  });

  test('of kk-pisah: the young couple and their child get a card of their own', async () => {
    const movers = ['rizky', 'putri', 'arka'];
    const plan = await planned('kk-pisah', 'rizky', 'setiawan', {
      cause: 'wed',
      movers: movers.map((key) => ({ nik: nikOf(key) })),
      newHead: { nik: nikOf('rizky') },
      newRoles: [{ shdk: 'wife' }, { shdk: 'child' }],
    });
    expect(plan.names.newFamily).toMatchObject({ kind: 'family' });
    const made = plan.names.newFamily?.kind === 'family' ? cardAfter(plan, plan.names.newFamily.kk) : undefined;
    expect(made?.members.map((member) => [member.name, member.shdk])).toEqual([
      ['Rizky Setiawan', 'head'],
      ['Putri Amelia', 'wife'],
      ['Arka Setiawan', 'child'],
    ]);
  });
});
