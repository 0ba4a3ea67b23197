import { z } from 'zod';
import type { Json } from '../../kernel/json.ts';
import type { Line, Problem } from '../definition/model.ts';
import { lineOf, readSource } from '../definition/source.ts';
import { validate } from '../definition/validate.ts';

const json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.array(json), z.record(z.string(), json)]),
);
const facts = z.record(z.string(), json);
const act = z.strictObject({
  step: z.string(),
  do: z.string(),
  by: z.string().optional(),
  reasons: z.array(z.string()).optional(),
  questions: z.array(z.string()).optional(),
  answers: facts.optional(),
  /** The code of the refusal that is expected. */
  refused: z.string().optional(),
  opens: z.array(z.string()).optional(),
});
const example = z.strictObject({
  case: z.string(),
  today: z.string().optional(),
  submittedOn: z.string().optional(),
  profile: z.enum(['own', 'match', 'manual']).optional(),
  applicant: z.string(),
  subject: z.string().optional(),
  answers: facts.optional(),
  like: z.string().optional(),
  screens: z.array(z.string()).optional(),
  missing: z.array(z.string()).optional(),
  computed: facts.optional(),
  allowed: z.boolean().optional(),
  refused: z.array(z.string()).optional(),
  checks: z.array(z.string()).optional(),
  office: z.strictObject({ kind: z.string(), region: z.string() }).optional(),
  acts: z.array(act).optional(),
  effects: z.array(z.string()).optional(),
  papers: z.array(z.string()).optional(),
  open: z.array(z.string()).optional(),
  outcome: z.string().optional(),
});
const file = z.strictObject({
  today: z.string(),
  people: z.record(z.string(), facts),
  families: z.record(z.string(), facts).optional(),
  answers: facts.optional(),
  cases: z.array(example),
});

export type Act = z.infer<typeof act>;
export type Example = z.infer<typeof example> & { readonly line: Line };
export type Examples = Omit<z.infer<typeof file>, 'cases'> & { readonly cases: readonly Example[] };

/** Reads worked examples. @param path e.g. 'services/daerah/32.76/sktm/cases.yaml' */
export function readCases(
  path: string,
  text: string,
): { readonly examples?: Examples; readonly problems: readonly Problem[] } {
  const source = readSource(path, text);
  const { value, problems } = validate(file, source.data);
  const all = [...source.problems, ...problems];
  if (!value || all.length > 0) return { problems: all };
  return { examples: { ...value, cases: value.cases.map((each) => ({ ...each, line: lineOf(each) })) }, problems: [] };
}
