import type { Json } from '../../../kernel/json.ts';
import type { Issue as Fault, Parsed } from '../../../kernel/parsed.ts';
import type { Text } from '../../../kernel/text.ts';
import type { Field, Profile } from '../../definition/model.ts';
import type { Compiled, Names, Value } from '../../feel/index.ts';
import type { Input } from '../model.ts';

/** What a browser or a client sent: texts, lists of texts, or the raw stored form. */
export type Body = Readonly<Record<string, unknown>>;

/** What a field may look at beside its own answer. */
export type Env = {
  readonly names: Names;
  /** Works an expression out, with further names such as `it`; computed values that it reads first. */
  readonly run: (compiled: Compiled, more?: Names) => Value;
  readonly profile: Profile;
  readonly today: string;
  /** Members of the own family as the register or the applicant gives them. */
  readonly members: readonly Value[];
};

/** A fault at one of the field's inputs; `input` is what follows the question's own name. */
export type At = { readonly input: string; readonly fault: Fault };

/** All that a kind of answer is, in one place. No function throws, whatever was sent or stored. */
export type Kind<F extends Field> = {
  /** null: nothing was sent. */
  readonly parse: (field: F, name: string, body: Body, profile: Profile | null) => Parsed<Json>;
  /** Completes a stored answer from what is known; null: it can't stand. */
  readonly resolve?: (field: F, answer: Json, env: Env) => Json;
  /** What is wrong with a stored answer, its shape first. */
  readonly check: (field: F, answer: Json, env: Env) => readonly At[];
  /** As expressions read it; null for a shape that is wrong. */
  readonly value: (field: F, answer: Json, env: Env) => Value;
  /**
   * In words. `full`: for the office; else nothing of another adult that the applicant did not write or that is not on the own family card,
   * whose number is `ownKk`. `value`: the answer as expressions read it, from which rows over a list have their names.
   */
  readonly show: (field: F, answer: Json, full: boolean, ownKk?: string, value?: Value) => Text;
  readonly inputs: (field: F, name: string, answer: Json, env: Env) => readonly Input[];
  /** JSON Schema of the stored form as a client sends it. */
  readonly schema: (field: F) => Json;
};

const blank: Input = {
  name: '',
  kind: 'text',
  label: null,
  value: '',
  values: [],
  options: [],
  inputmode: 'text',
  autocomplete: null,
  maxLength: null,
  width: null,
  lookup: null,
};
export const input = (name: string, more: Partial<Input> = {}): Input => ({ ...blank, name, ...more });

/** What was typed into a box: one text without outer spaces, '' if nothing. */
export function typed(body: Body, name: string): string {
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  const one = Array.isArray(value) ? value[0] : value;
  return typeof one === 'string' ? one.normalize('NFC').trim() : typeof one === 'number' ? String(one) : '';
}

/** All values of boxes of one name. */
export function manyTyped(body: Body, name: string): readonly string[] {
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  const list: readonly unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return list.filter((each): each is string => typeof each === 'string' && each !== '');
}

/** The stored form sent as it is by a client of the API. */
export function sent(body: Body, name: string): { readonly [key: string]: Json } | null {
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  return isRecord(value) ? value : null;
}
export const isRecord = (value: unknown): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const textOf = (answer: Json): string => (typeof answer === 'string' ? answer : '');
export const same = (text: string): Text => ({ id: text, en: text });
export const here = (fault: Fault): readonly At[] => [{ input: '', fault }];
export const fine: readonly At[] = [];
