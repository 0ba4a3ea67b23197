import type { Json } from '../../../kernel/json.ts';
import { type Issue, issue, parsed, refused } from '../../../kernel/parsed.ts';
import { type Language, say } from '../../../kernel/text.ts';
import type { GroupField } from '../../definition/model.ts';
import type { Value } from '../../feel/index.ts';
import { factFaults, factInputs, factsSchema, factsValue, parseFacts } from '../facts.ts';
import { fieldAt, memberKey, nikOfPerson, personLabel } from '../people.ts';
import { type At, type Body, type Env, here, input, isRecord, type Kind, same, typed } from './kind.ts';
import { kindOf } from './kind-of.ts';

const rowsOf = (answer: Json): readonly Json[] => (Array.isArray(answer) ? (answer as readonly Json[]) : []);

/** The list that the rows follow; null: rows are added by hand. */
const itemsOf = (field: GroupField, env: Env): readonly Value[] | null => {
  if (!field.over) return null;
  const list = env.run(field.over);
  return Array.isArray(list) ? list : [];
};
const partOf = (row: Json, part: 'item' | 'member'): string => {
  const value = isRecord(row) ? row[part] : null;
  return typeof value === 'string' ? value : '';
};

/** So many empty rows stand ready below those that are filled, as nobody needs a script to add one. */
const BLANK_ROWS = 4;

/** The row that is about this person: bound by NIK once stored, by the member's key when just sent, else by its place. */
function rowFor(rows: readonly Json[], item: Value, at: number, env: Env): { readonly [id: string]: Json } | null {
  const [nik, key] = [nikOfPerson(item), memberKey(env.members, item)];
  const bound = rows.some((row) => partOf(row, 'item') !== '' || partOf(row, 'member') !== '');
  const row = bound ? rows.find((each) => partOf(each, 'item') === nik || partOf(each, 'member') === key) : rows[at];
  return isRecord(row) ? row : null;
}

const rowEnv = (env: Env, item: Value | undefined): Env =>
  item === undefined
    ? env
    : { ...env, names: { ...env.names, item }, run: (compiled, more) => env.run(compiled, { item, ...more }) };

/** How many rows a body holds: boxes are named `group.0.shdk`. */
function rowCount(body: Body, name: string, most: number): number {
  const start = `${name}.`;
  const numbers = Object.keys(body).flatMap((key) =>
    key.startsWith(start) ? [Number.parseInt(key.slice(start.length), 10)] : [],
  );
  return Math.min(most, Math.max(-1, ...numbers.filter(Number.isInteger)) + 1);
}

/** Whom a sent row is about. */
function whose(field: GroupField, sentRow: unknown, member: string): { readonly [id: string]: Json } {
  if (!field.over) return {};
  if (isRecord(sentRow) && typeof sentRow.item === 'string') return { item: sentRow.item };
  return member === '' ? {} : { member };
}

/** Several rows of the same questions. */
export const group: Kind<GroupField> = {
  parse: (field, name, body, profile) => {
    const raw = Array.isArray(body[name]) ? (body[name] as readonly unknown[]).slice(0, field.max) : null;
    const rows: Json[] = [];
    const faults: Issue[] = [];
    const count = raw ? raw.length : rowCount(body, name, field.max);
    for (let i = 0; i < count; i++) {
      const one = raw?.[i];
      const row = parseFacts(field.questions, `${name}.${i}`, isRecord(one) ? one : null, body, profile);
      if (!row.ok)
        faults.push(
          ...row.issues.map((each) => issue(each.code, { ...each.params, box: `${i}.${each.params.box ?? ''}` })),
        );
      else rows.push({ ...row.value, ...whose(field, one, typed(body, `${name}.${i}`)) });
    }
    // By hand, an empty last row is no row; over a list, each row has its person.
    const kept = field.over ? rows : rows.filter((row) => isRecord(row) && Object.keys(row).length > 0);
    return faults.length > 0 ? refused(...faults) : parsed(kept.length === 0 ? null : kept);
  },
  resolve: (field, answer, env) => {
    const items = itemsOf(field, env);
    if (items === null) return answer;
    const rows = rowsOf(answer);
    return items.map((item, i): Json => {
      const { member: _, ...row } = rowFor(rows, item, i, env) ?? {};
      return { ...row, item: nikOfPerson(item) };
    });
  },
  check: (field, answer, env) => {
    if (!Array.isArray(answer)) return here(issue('shape'));
    const items = itemsOf(field, env);
    const rows = rowsOf(answer);
    if (!field.over && rows.length < field.min) return here(issue('group/too-few', { limit: field.min }));
    if (!field.over && rows.length > field.max) return here(issue('group/too-many', { limit: field.max }));
    return rows.flatMap((row, i): readonly At[] =>
      factFaults(field.questions, row, rowEnv(env, items?.[i])).map(({ input: box, fault }) => ({
        input: `.${i}${box}`,
        fault,
      })),
    );
  },
  value: (field, answer, env) => {
    const items = itemsOf(field, env);
    return rowsOf(answer).map(
      (row, i): Value => ({
        ...factsValue(field.questions, row, env),
        ...(items === null ? {} : { item: items[i] ?? null }),
      }),
    );
  },
  show: (field, answer, full, ownKk, value = null) => {
    const values = Array.isArray(value) ? (value as readonly Value[]) : [];
    const rows = rowsOf(answer).map((row, i) => ({
      who: personLabel(fieldAt(values[i], 'item')),
      parts: field.questions.flatMap(({ id, field: own }) => {
        const part = isRecord(row) ? (row[id] ?? null) : null;
        return part === null ? [] : [kindOf(own).show(own, part, full, ownKk)];
      }),
    }));
    const said = (lang: Language): string =>
      rows
        .map(({ who, parts }) => (who === '' ? '' : `${who}: `) + parts.map((part) => say(part, lang)).join(', '))
        .join('; ');
    return { id: said('id'), en: said('en') };
  },
  inputs: (field, name, answer, env) => {
    const items = itemsOf(field, env);
    const rows = rowsOf(answer);
    const count = items ? items.length : Math.min(field.max, Math.max(field.min, rows.length + BLANK_ROWS));
    return Array.from({ length: count }, (_, i) => [
      input(`${name}.${i}`, {
        kind: 'hidden',
        value: items ? memberKey(env.members, items[i] ?? null) : '',
        label: items ? same(personLabel(items[i] ?? null)) : same(String(i + 1)),
      }),
      ...factInputs(field.questions, `${name}.${i}`, rows[i] ?? null, rowEnv(env, items?.[i])),
    ]).flat();
  },
  schema: (field) => ({
    type: 'array',
    items: {
      type: 'object',
      properties: { ...(field.over ? { item: { type: 'string' } } : {}), ...factsSchema(field.questions) },
    },
  }),
};
