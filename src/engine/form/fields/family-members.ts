import type { Json } from '../../../kernel/json.ts';
import { issue, parsed } from '../../../kernel/parsed.ts';
import type { FamilyMembersField } from '../../definition/model.ts';
import { nikOfPerson, personLabel } from '../people.ts';
import { fine, here, input, isRecord, type Kind, manyTyped, same, textOf } from './kind.ts';
import { isCandidate, memberOf, options, stored } from './member.ts';

const listOf = (answer: Json): readonly Json[] => (Array.isArray(answer) ? (answer as readonly Json[]) : []);

function sentList(value: unknown): readonly Json[] | null {
  if (!Array.isArray(value) || !value.every(isRecord)) return null;
  const people = value as readonly { readonly [key: string]: Json }[];
  return people.map(
    (each): Json => (typeof each.nik === 'string' ? { nik: each.nik } : { member: textOf(each.member ?? null) }),
  );
}

/** Several of the own family, in the family's order, nobody twice. */
export const familyMembers: Kind<FamilyMembersField> = {
  parse: (_, name, body) => {
    const raw = sentList(body[name]);
    const list = raw ?? manyTyped(body, name).map((member): Json => ({ member }));
    return parsed(list.length === 0 ? null : list);
  },
  resolve: (_, answer, env) => {
    const found = listOf(answer).map((each) => [each, memberOf(each, env)] as const);
    if (found.some(([, person]) => person === null)) return answer;
    const niks = new Set(found.map(([, person]) => nikOfPerson(person)));
    return env.members.filter((each) => niks.has(nikOfPerson(each))).map((each) => stored(each, env));
  },
  check: (field, answer, env) => {
    const people = listOf(answer).map((each) => memberOf(each, env));
    if (!Array.isArray(answer) || people.includes(null)) return here(issue('person/not-in-family'));
    if (field.min !== undefined && people.length < field.min)
      return here(issue('people/too-few', { limit: field.min }));
    if (field.max !== undefined && people.length > field.max)
      return here(issue('people/too-many', { limit: field.max }));
    return people.every((person) => isCandidate(field, person, env)) ? fine : here(issue('person/not-allowed'));
  },
  value: (_, answer, env) =>
    listOf(answer)
      .map((each) => memberOf(each, env))
      .filter((person) => person !== null),
  show: (_, answer) => {
    const names = listOf(answer).map((each) =>
      isRecord(each) ? personLabel({ nik: textOf(each.nik ?? null), name: textOf(each.name ?? null) }) : '',
    );
    return same(names.join(', '));
  },
  inputs: (field, name, answer, env) => {
    const chosen = listOf(answer).map((each) => nikOfPerson(memberOf(each, env)));
    return [input(name, { kind: 'checkbox', options: options(field, chosen, env) })];
  },
  schema: (field) => ({
    type: 'array',
    items: { type: 'object', required: ['nik'], properties: { nik: { type: 'string', pattern: '^\\d{16}$' } } },
    ...(field.min === undefined ? {} : { minItems: field.min }),
    ...(field.max === undefined ? {} : { maxItems: field.max }),
  }),
};
