import type { Json } from '../../../kernel/json.ts';
import type { Compiled, Value } from '../../feel/index.ts';
import { fieldAt, findMember, isRecordValue, memberKey, nikOfPerson, personLabel } from '../people.ts';
import { type Env, isRecord, same } from './kind.ts';

type Choosing = { readonly of?: Compiled; readonly where?: Compiled };

/** Who may be chosen: out of `of` or the whole own family, as far as `where` holds. The register's protected people never stand here. */
export function candidates({ of, where }: Choosing, env: Env): readonly Value[] {
  const listed = of ? env.run(of) : env.members;
  const people: readonly Value[] = Array.isArray(listed) ? listed : [];
  return people.filter(
    (person) =>
      isRecordValue(person) &&
      fieldAt(person, 'protected') !== true &&
      (!where || env.run(where, { it: person }) === true),
  );
}

/** A stored choice of one member, as `{ nik }` or as `{ member }`, against the family of today. */
export function memberOf(answer: Json, env: Env): Value {
  if (!isRecord(answer)) return null;
  const nik = typeof answer.nik === 'string' ? answer.nik : undefined;
  const member = typeof answer.member === 'string' ? answer.member : '';
  return findMember(env.members, nik === undefined ? { member } : { nik }) ?? null;
}

/** What is stored of a member: who it is. The facts are the family's, looked up anew each time. */
export const stored = (person: Value, env: Env): Json => {
  if (!isRecordValue(person)) return null;
  const name = fieldAt(person, 'name');
  return {
    nik: nikOfPerson(person),
    name: typeof name === 'string' ? name : '',
    member: memberKey(env.members, person),
  };
};

export const isCandidate = (field: Choosing, person: Value, env: Env): boolean =>
  candidates(field, env).some((each) => nikOfPerson(each) === nikOfPerson(person));

export const options = (field: Choosing, chosen: readonly string[], env: Env) =>
  candidates(field, env).map((person) => ({
    value: memberKey(env.members, person),
    text: same(personLabel(person)),
    selected: chosen.includes(nikOfPerson(person)),
  }));
