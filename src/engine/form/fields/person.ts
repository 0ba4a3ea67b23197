import type { Json } from '../../../kernel/json.ts';
import { parseNik, sayNumber } from '../../../kernel/nik.ts';
import { type Issue, issue, parsed, refused } from '../../../kernel/parsed.ts';
import { type Language, say, type Text } from '../../../kernel/text.ts';
import type { PersonField, Profile } from '../../definition/model.ts';
import type { Value } from '../../feel/index.ts';
import { askedFacts, factFaults, factInputs, factsSchema, factsValue, parseFacts } from '../facts.ts';
import { derivePerson, factValue, fieldAt, isRecordValue, maskedLabel, nikOfPerson, personLabel } from '../people.ts';
import { type Body, type Env, fine, here, input, isRecord, type Kind, same, sent, textOf, typed } from './kind.ts';
import { kindOf } from './kind-of.ts';
import { memberOf, options, stored } from './member.ts';

const fromFamily = (field: PersonField, profile: Profile | null): boolean =>
  field.from.includes('family') && profile !== 'match' && profile !== 'manual';

/** Whether our own register says who this is; somebody whom another kind of register keeps is typed, as everybody is there. */
const told = (answer: Json, env: Env): boolean =>
  env.profile === 'own' && !(isRecord(answer) && answer.elsewhere === true);

/** What is asked of somebody of whom no register tells. */
const typedFacts = (field: PersonField, profile: Profile | null) =>
  askedFacts(field.facts, profile === 'own' ? 'manual' : profile);

/** Under an own register the facts come only from a page that asked for them, or from a client that says it did. */
const asksFacts = (name: string, raw: { readonly [id: string]: Json } | null, body: Body): boolean =>
  raw ? raw.elsewhere === true : Object.keys(body).some((box) => box.startsWith(`${name}.`) && box !== `${name}.nik`);

function personIn(field: PersonField, answer: Json, env: Env): Value {
  if (!isRecord(answer)) return null;
  if (fromFamily(field, env.profile)) {
    const member = memberOf(answer, env);
    if (member !== null) return member;
  }
  if (typeof answer.nik !== 'string') return null;
  const facts = told(answer, env)
    ? factValue(answer)
    : { nik: answer.nik, ...factsValue(typedFacts(field, env.profile), answer, env) };
  return isRecordValue(facts) ? derivePerson(facts, env.today) : null;
}

/**
 * Somebody: chosen from the own family, or typed by NIK and then looked up. Where the register tells nothing, what rules must know
 * of him is asked beside the NIK.
 */
export const person: Kind<PersonField> = {
  parse: (field, name, body, profile) => {
    const raw = sent(body, name);
    const member = raw ? textOf(raw.member ?? null) : typed(body, name);
    const written = raw ? textOf(raw.nik ?? null) : typed(body, `${name}.nik`);
    if (member !== '' && member !== 'typed' && fromFamily(field, profile)) {
      // A client of the API sends a stored member with his NIK; in a form a NIK beside a choice means two people.
      if (!raw && written !== '') return refused(issue('person/two', { box: 'nik' }));
      return parsed({ member });
    }
    const facts =
      profile === 'own' && !asksFacts(name, raw, body)
        ? { ok: true as const, value: {}, warnings: [] }
        : parseFacts(typedFacts(field, profile), name, raw, body, profile);
    if (written === '') return isEmpty(facts) ? parsed(null) : refused(issue('person/nik-missing', { box: 'nik' }));
    const nik = parseNik(written);
    const faults: Issue[] = nik.ok ? [] : nik.issues.map((each) => issue(each.code, { ...each.params, box: 'nik' }));
    if (!facts.ok) faults.push(...facts.issues);
    return nik.ok && facts.ok ? parsed({ nik: nik.value, ...facts.value }) : refused(...faults);
  },
  resolve: (field, answer, env) => {
    const member = fromFamily(field, env.profile) ? memberOf(answer, env) : null;
    if (member !== null) return stored(member, env);
    // What the register told of somebody else is for rules, office and papers; the applicant wrote the NIK only.
    return told(answer, env) && isRecord(answer) ? { ...answer, typed: true } : answer;
  },
  check: (field, answer, env) => {
    const found = personIn(field, answer, env);
    if (!isRecordValue(found))
      return here(issue(isRecord(answer) && answer.member !== undefined ? 'person/not-in-family' : 'shape'));
    if (!parseNik(nikOfPerson(found)).ok)
      return [{ input: '.nik', fault: issue('nik/length', { expected: 16, got: nikOfPerson(found).length }) }];
    if (isRecord(answer) && answer.unknown === true) return [{ input: '.nik', fault: issue('person/not-found') }];
    if (told(answer, env) && typeof fieldAt(found, 'name') !== 'string')
      return [{ input: '.nik', fault: issue('person/not-found') }];
    const faults = told(answer, env) ? fine : factFaults(typedFacts(field, env.profile), answer, env);
    // The page had not asked for them: it says first why it does now.
    if (faults.length > 0 && env.profile === 'own')
      return [{ input: '.nik', fault: issue('person/elsewhere') }, ...faults];
    if (faults.length > 0) return faults;
    const allowed = !field.where || env.run(field.where, { it: found }) === true;
    return allowed ? fine : here(issue('person/not-allowed'));
  },
  value: personIn,
  show: (field, answer, full) => {
    if (!isRecord(answer)) return same('');
    const nik = textOf(answer.nik ?? null);
    if (full && answer.typed !== true && answer.member === undefined) return writtenOut(field, answer);
    return same(
      answer.typed === true && !full ? maskedLabel(nik) : personLabel({ nik, name: textOf(answer.name ?? null) }),
    );
  },
  inputs: (field, name, answer, env) => {
    const given = isRecord(answer) ? textOf(answer.nik ?? null) : '';
    const member = fromFamily(field, env.profile) ? memberOf(answer, env) : null;
    const choose = fromFamily(field, env.profile)
      ? options(field, member === null ? [] : [nikOfPerson(member)], env)
      : [];
    const other = {
      value: 'typed',
      text: { id: 'Orang lain', en: 'Somebody else' },
      selected: member === null && given !== '',
    };
    const box = input(`${name}.nik`, {
      label: { id: 'NIK', en: 'NIK' },
      value: member === null ? sayNumber(given) : '',
      inputmode: 'numeric',
      maxLength: 24,
      width: 20,
    });
    const canType = field.from.includes('typed') || !fromFamily(field, env.profile);
    return [
      ...(choose.length > 0 ? [input(name, { kind: 'radio', options: canType ? [...choose, other] : choose })] : []),
      ...(canType
        ? [box, ...(told(answer, env) ? [] : factInputs(typedFacts(field, env.profile), name, answer, env))]
        : []),
    ];
  },
  schema: (field) => ({
    type: 'object',
    required: ['nik'],
    properties: { nik: { type: 'string', pattern: '^\\d{16}$' }, ...factsSchema(field.facts) },
  }),
};

/** Where the register tells nothing an officer looks the person up elsewhere: he reads all that was typed. */
function writtenOut({ facts }: PersonField, answer: { readonly [name: string]: Json }): Text {
  const told = facts.flatMap(({ id, label, field }) => {
    const fact = id === 'name' ? null : (answer[id] ?? null);
    return fact === null ? [] : [{ label, shown: kindOf(field).show(field, fact, true) }];
  });
  const who = [textOf(answer.name ?? null), `NIK ${sayNumber(textOf(answer.nik ?? null))}`].filter(Boolean).join(', ');
  const said = (lang: Language): string =>
    [who, ...told.map(({ label, shown }) => `${say(label, lang)}: ${say(shown, lang)}`)].join('; ');
  return { id: said('id'), en: said('en') };
}

const isEmpty = (facts: ReturnType<typeof parseFacts>): boolean => facts.ok && Object.keys(facts.value).length === 0;
