import type { Json } from '../../../kernel/json.ts';
import { issue, parsed, refused } from '../../../kernel/parsed.ts';
import type { Field } from '../../definition/model.ts';
import type { Value } from '../../feel/index.ts';
import { askedFacts, factFaults, factInputs, factsSchema, factsValue, parseFacts } from '../facts.ts';
import { deriveFamily, factValue, isRecordValue, maskedLabel, nikOfPerson, personLabel } from '../people.ts';
import { type Env, fine, here, input, isRecord, type Kind, same, sent, textOf, typed } from './kind.ts';

type FamilyField = Extract<Field, { readonly kind: 'family' }>;

/** Somebody whose NIK was typed is not named by the register to the applicant. */
function labelOf(name: string, person: Value, env: Env): string {
  const nik = nikOfPerson(person);
  const near = name === 'applicant' || name === 'subject' || env.members.some((member) => nikOfPerson(member) === nik);
  return near || env.profile !== 'own' ? personLabel(person) : maskedLabel(nik);
}

/** The people whose family it may be, who are there: an absent father has none, and nobody stands there twice. */
function choices(field: FamilyField, chosen: string, env: Env) {
  const seen = new Set<string>();
  return field.of.flatMap((name) => {
    const person = env.names[name];
    if (!isRecordValue(person)) return [];
    const nik = nikOfPerson(person);
    if (nik !== '' && name !== chosen && seen.has(nik)) return [];
    seen.add(nik);
    return [{ value: name, text: same(labelOf(name, person, env)), selected: name === chosen }];
  });
}
const ofIn = (answer: Json): string => (isRecord(answer) ? textOf(answer.of ?? null) : '');

/** The name of the head; of a protected one only for the office. */
function headOf(answer: { readonly [key: string]: Json }, full: boolean): string {
  const { head } = answer;
  return isRecord(head) && (full || head.protected !== true) ? textOf(head.name ?? null) : '';
}

/** Somebody's family: chosen by the person, its facts from the register or asked. */
export const family: Kind<FamilyField> = {
  parse: (field, name, body, profile) => {
    const raw = sent(body, name);
    const of = raw ? textOf(raw.of ?? null) : typed(body, name);
    const facts =
      profile === 'own'
        ? { ok: true as const, value: {}, warnings: [] }
        : parseFacts(askedFacts(field.facts, profile), name, raw, body, profile);
    if (of === '' && facts.ok && Object.keys(facts.value).length === 0) return parsed(null);
    const faults = [...(field.of.includes(of) ? [] : [issue('choice/unknown')]), ...(facts.ok ? [] : facts.issues)];
    return faults.length === 0 && facts.ok ? parsed({ of, ...facts.value }) : refused(...faults);
  },
  check: (field, answer, env) => {
    if (!isRecord(answer) || !field.of.includes(ofIn(answer)) || !isRecordValue(env.names[ofIn(answer)]))
      return here(issue('choice/unknown'));
    if (env.profile !== 'own') return factFaults(askedFacts(field.facts, env.profile), answer, env);
    return typeof answer.kk === 'string' && answer.unknown !== true ? fine : here(issue('family/not-found'));
  },
  value: (field, answer, env) => {
    if (!isRecord(answer)) return null;
    const { of: _, ...facts } = answer;
    const value =
      env.profile === 'own' ? factValue(facts) : factsValue(askedFacts(field.facts, env.profile), answer, env);
    return isRecordValue(value) ? deriveFamily(value, env.today) : null;
  },
  show: (_, answer, full, ownKk) => {
    if (!isRecord(answer)) return same('');
    const head = headOf(answer, full);
    if (head !== '' && (full || (ownKk !== undefined && answer.kk === ownKk)))
      return { id: `KK dengan kepala keluarga ${head}`, en: `The family card headed by ${head}` };
    if (full) return same(`KK …${textOf(answer.kk ?? null).slice(-4)}`);
    return answer.of === 'applicant'
      ? { id: 'KK Anda', en: 'Your family card' }
      : { id: 'KK yang Anda pilih', en: 'The family card that you chose' };
  },
  inputs: (field, name, answer, env) => [
    input(name, { kind: 'radio', value: ofIn(answer), options: choices(field, ofIn(answer), env) }),
    ...(env.profile === 'own' ? [] : factInputs(askedFacts(field.facts, env.profile), name, answer, env)),
  ],
  schema: (field) => ({
    type: 'object',
    required: ['of'],
    properties: { of: { enum: field.of }, ...factsSchema(field.facts) },
  }),
};
