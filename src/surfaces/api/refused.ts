import type * as z from 'zod';
import type { Issue } from '../../engine/index.ts';
import { sayIssue } from '../../engine/index.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Text } from '../../kernel/text.ts';

/** One thing that is wrong with a request. `pointer` says where, as a JSON Pointer in a fragment. */
export type Fault = { readonly pointer: string; readonly code: string; readonly say: Text };

/** A refusal that names what is wrong, part by part. */
export class Refused extends Refusal {
  readonly faults: readonly Fault[];
  constructor(code: string, status: number, faults: readonly Fault[]) {
    super(code, status);
    this.faults = faults;
  }
}

const escaped = (part: PropertyKey): string => String(part).replaceAll('~', '~0').replaceAll('/', '~1');

export const pointerTo = (...parts: readonly PropertyKey[]): string => `#/${parts.map(escaped).join('/')}`;

/** Issues of the engine at the answers where they stand. */
export const answerFaults = (issues: readonly Issue[], under = 'answers'): readonly Fault[] =>
  issues.map((issue) => {
    const rest = issue.input.startsWith(`${issue.question}.`) ? issue.input.slice(issue.question.length + 1) : '';
    return {
      pointer: pointerTo(under, issue.question, ...(rest === '' ? [] : rest.split('.'))),
      code: issue.code,
      say: sayIssue(issue),
    };
  });

/** What a schema found, in both languages. */
export const schemaFaults = (
  where: string,
  id: readonly z.core.$ZodIssue[],
  en: readonly z.core.$ZodIssue[],
): readonly Fault[] =>
  id.map((issue, at) => ({
    pointer: pointerTo(where, ...issue.path),
    code: `api/${issue.code.replaceAll('_', '-')}`,
    say: { id: issue.message, en: en[at]?.message ?? issue.message },
  }));
