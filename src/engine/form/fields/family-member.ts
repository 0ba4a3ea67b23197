import { issue, parsed } from '../../../kernel/parsed.ts';
import type { Field } from '../../definition/model.ts';
import { nikOfPerson, personLabel } from '../people.ts';
import { fine, here, input, isRecord, type Kind, same, sent, textOf, typed } from './kind.ts';
import { isCandidate, memberOf, options, stored } from './member.ts';

type MemberField = Extract<Field, { readonly kind: 'familyMember' }>;

/** One of the own family, chosen by name. */
export const familyMember: Kind<MemberField> = {
  parse: (_, name, body) => {
    const raw = sent(body, name);
    if (raw && typeof raw.nik === 'string') return parsed({ nik: raw.nik });
    const member = raw ? textOf(raw.member ?? null) : typed(body, name);
    return parsed(member === '' ? null : { member });
  },
  resolve: (_, answer, env) => {
    const person = memberOf(answer, env);
    return person === null ? answer : stored(person, env);
  },
  check: (field, answer, env) => {
    const person = memberOf(answer, env);
    if (person === null) return here(issue('person/not-in-family'));
    return isCandidate(field, person, env) ? fine : here(issue('person/not-allowed'));
  },
  value: (_, answer, env) => memberOf(answer, env),
  show: (_, answer) =>
    same(isRecord(answer) ? personLabel({ nik: textOf(answer.nik ?? null), name: textOf(answer.name ?? null) }) : ''),
  inputs: (field, name, answer, env) => {
    const person = memberOf(answer, env);
    return [input(name, { kind: 'radio', options: options(field, person === null ? [] : [nikOfPerson(person)], env) })];
  },
  schema: () => ({ type: 'object', required: ['nik'], properties: { nik: { type: 'string', pattern: '^\\d{16}$' } } }),
};
