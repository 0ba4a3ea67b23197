import * as z from 'zod';
import { type Answers, type Definition, type Field, type Settled, sayIssue, summary } from '../../../engine/index.ts';
import type { Json } from '../../../kernel/json.ts';
import { answerFaults } from '../refused.ts';
import { name, Text } from '../schemas.ts';

export const AnswerView = name(
  'Answer',
  z.strictObject({
    question: z.string(),
    kind: z.string(),
    label: Text,
    shown: Text.nullable().meta({ description: 'In words; null: not answered.' }),
    value: z
      .unknown()
      .optional()
      .meta({ description: 'As it was sent; absent for people, families and their numbers.' }),
  }),
);
export const FaultView = name(
  'Missing',
  z.strictObject({ question: z.string(), pointer: z.string(), code: z.string(), say: Text }),
);
export const RuleView = name(
  'Rule',
  z.strictObject({ question: z.string().nullable(), say: Text, go: z.string().nullable() }),
);

// What the register or somebody else's number says stands in words only, masked as on the pages.
const PEOPLE: ReadonlySet<Field['kind']> = new Set([
  ...(['person', 'family', 'familyMember', 'familyMembers', 'group', 'nik', 'kk'] as const),
]);

/** Every visible answer, in order, as the applicant may see it. */
export function answersView(
  definition: Definition,
  settled: Settled,
  word: (kind: Field['kind'], shown: string) => string,
): z.input<typeof AnswerView>[] {
  return summary(definition, settled).map(({ question: { id, field }, label, shown }) => ({
    ...{ question: id, kind: field.kind, label },
    shown:
      shown &&
      (Object.fromEntries(Object.entries(shown).map(([lang, text]) => [lang, word(field.kind, text)])) as typeof shown),
    ...(PEOPLE.has(field.kind) ? {} : valueIn(settled.answers, id)),
  }));
}

const valueIn = (answers: Answers, id: string): { value?: Json } => {
  const value = answers[id];
  return value === undefined ? {} : { value };
};

export const missingView = (settled: Settled): z.input<typeof FaultView>[] =>
  settled.issues.map((issue) => ({
    ...{ question: issue.question, code: issue.code, say: sayIssue(issue) },
    pointer: answerFaults([issue])[0]?.pointer ?? '',
  }));

export const rulesView = (settled: Settled): z.input<typeof RuleView>[] => [
  ...(settled.allow ? [{ question: null, say: settled.allow.say, go: settled.allow.go ?? null }] : []),
  ...settled.refusals.map(({ at, say, go }) => ({ question: at, say, go: go ?? null })),
];
