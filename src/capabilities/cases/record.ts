import {
  type Definition,
  type EffectCall,
  enter,
  type Issue,
  type Names,
  type PaperCall,
  type Profile,
  type Step,
  stepKind,
} from '../../engine/index.ts';
import { isKk, parseKk } from '../../kernel/kk.ts';
import type { Attachment } from '../documents/index.ts';
import type { Recording } from './recording-store.ts';

// Where the register is not ours, its papers are made and signed in its own system. What an officer brings in of them: pure.

/** A paper to bring in. Papers that stay with the office are named by their number alone: their bytes lie in the other system. */
export type WantedRecord = {
  /** Names its boxes: `kartu-keluarga-newFamily`. */
  readonly slot: string;
  readonly call: PaperCall;
  readonly number: boolean;
  readonly file: boolean;
};

export type Recorded = { readonly call: PaperCall; readonly number: string; readonly attachment: Attachment };

/** What the step does not make itself under this kind of register. */
export function wantedRecords(
  definition: Definition,
  step: Step,
  names: Names,
  register: Profile,
): readonly WantedRecord[] {
  if (stepKind(step, register) !== 'record') return [];
  const seen = new Map<string, number>();
  return enter(definition, step.id, names)
    .papers.filter((call) => call.issuer === 'register')
    .map((call) => {
      const name = [call.document, call.of].filter(Boolean).join('-');
      const nth = seen.get(name) ?? 0;
      seen.set(name, nth + 1);
      const slot = nth === 0 ? name : `${name}-${nth + 1}`;
      return { slot, call, number: call.numberOf === null, file: call.for === 'citizen' };
    });
}

/** What is to be written in the other system by hand, because of what this step does. */
export const registerWork = (
  definition: Definition,
  step: Step,
  names: Names,
  register: Profile,
): readonly EffectCall[] => (register === 'own' ? [] : enter(definition, step.id, names).effects);

const NUMBER = /^[\w./\- ]{1,60}$/;

/** @returns the number as it is kept, or what is wrong with it */
export function readNumber(
  typed: string,
  pattern: string | null,
): { readonly number: string } | { readonly code: string } {
  const number = typed.trim().replace(/\s+/g, ' ');
  if (pattern === '{kk}') {
    const kk = parseKk(number);
    return kk.ok && isKk(kk.value) ? { number: kk.value } : { code: 'record/kk-shape' };
  }
  return NUMBER.test(number) ? { number } : { code: 'record/number-shape' };
}

export const boxOf = (slot: string, box: 'nomor' | 'berkas'): string => `${slot}.${box}`;
export const recordIssue = (slot: string, box: 'nomor' | 'berkas', code: string): Issue => ({
  question: slot,
  input: boxOf(slot, box),
  code,
  params: {},
});

/** Everything brought in, or what is still missing. */
export function recordedOf(
  wanted: readonly WantedRecord[],
  saved: readonly Recording[],
): { readonly recorded: readonly Recorded[]; readonly issues: readonly Issue[] } {
  const of = (slot: string): Recording | undefined => saved.find((one) => one.slot === slot);
  const numberOf = ({ call, slot }: WantedRecord): string | null => {
    if (call.numberOf === null) return of(slot)?.number ?? null;
    const bearers = wanted.filter((one) => one.call.document === call.numberOf);
    const same = bearers.find((one) => JSON.stringify(one.call.item) === JSON.stringify(call.item)) ?? bearers[0];
    return same ? (of(same.slot)?.number ?? null) : null;
  };
  // Two families, or two children, never bear one number.
  const twice = (one: WantedRecord): boolean =>
    wanted
      .slice(0, wanted.indexOf(one))
      .some((other) => other.number && other.call.document === one.call.document && numberOf(other) === numberOf(one));
  const issues = wanted.flatMap((one) => [
    ...(one.number && numberOf(one) === null ? [recordIssue(one.slot, 'nomor', 'record/number-missing')] : []),
    ...(one.number && numberOf(one) !== null && twice(one)
      ? [recordIssue(one.slot, 'nomor', 'record/number-twice')]
      : []),
    ...(one.file && !of(one.slot)?.attachment ? [recordIssue(one.slot, 'berkas', 'record/file-missing')] : []),
  ]);
  const recorded = wanted.flatMap((one): readonly Recorded[] => {
    const number = numberOf(one);
    const attachment = of(one.slot)?.attachment;
    return one.file && number !== null && attachment ? [{ call: one.call, number, attachment }] : [];
  });
  return { recorded, issues };
}
