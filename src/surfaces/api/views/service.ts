import * as z from 'zod';
import type { Published } from '../../../capabilities/catalogue/index.ts';
import { answersSchema, type Question, timesOf } from '../../../engine/index.ts';
import type { Json } from '../../../kernel/json.ts';
import { name, Reason, Text } from '../schemas.ts';

export const ServiceLine = name(
  'ServiceLine',
  z.strictObject({
    service: z.string().meta({ examples: ['akta-kelahiran', '32.76/sktm'] }),
    owner: z.string(),
    id: z.string(),
    version: z.int(),
    title: Text,
    summary: Text,
    product: Text,
    workingDays: z.number().meta({ description: 'The promise of the office, once it has all it needs.' }),
    longestDays: z.number().meta({ description: 'From sending to the result, with what the first step adds.' }),
    fee: z.number(),
    lifeEvents: z.array(z.string()),
    address: z.string().meta({ description: 'Where the whole service is read, below /api/v1.' }),
  }),
);

const QuestionView = name(
  'Question',
  z.strictObject({
    id: z.string(),
    kind: z.string(),
    label: Text,
    hint: Text.nullable(),
    optional: z.boolean(),
    depends: z.boolean().meta({ description: 'Asked only for some answers.' }),
    options: z.array(z.strictObject({ code: z.string(), text: Text })).nullable(),
  }),
);

export const ServiceView = name(
  'Service',
  z.strictObject({
    ...ServiceLine.shape,
    legalBasis: z.array(z.string()),
    subject: z.array(z.string()),
    pages: z.array(
      z.strictObject({
        id: z.string(),
        title: Text.nullable(),
        kind: z.enum(['questions', 'files']),
        questions: z.array(QuestionView),
      }),
    ),
    steps: z.array(
      z.strictObject({
        id: z.string(),
        title: Text,
        do: z.string(),
        by: z.array(z.string()),
        bring: Text.nullable(),
        actions: z.array(z.strictObject({ id: z.string(), label: Text, reasons: z.array(z.string()) })),
        questions: z.array(QuestionView),
      }),
    ),
    reasons: z.array(Reason),
    outcomes: z.array(z.strictObject({ id: z.string(), kind: z.string(), say: Text.nullable() })),
  }),
);

export const addressOf = ({ definition: { owner, id } }: Published): string => `/services/${owner}/${id}`;

export function serviceLine(service: Published): z.input<typeof ServiceLine> {
  const { title, summary, standard, lifeEvents, owner, id } = service.definition;
  return {
    ...{ service: service.service, owner, id, version: service.version, title, summary },
    ...{
      product: standard.product,
      workingDays: standard.workingDays,
      longestDays: timesOf(service.definition).total,
      fee: standard.fee,
    },
    ...{ lifeEvents: [...lifeEvents], address: addressOf(service) },
  };
}

export function questionView({ id, field, label, hint, optional, when }: Question): z.input<typeof QuestionView> {
  const options = 'options' in field ? field.options.map(({ code, text }) => ({ code, text })) : null;
  return { id, kind: field.kind, label, hint: hint ?? null, optional, depends: when !== undefined, options };
}

export function serviceView(service: Published): z.input<typeof ServiceView> {
  const { definition } = service;
  return {
    ...serviceLine(service),
    legalBasis: [...definition.standard.legalBasis],
    subject: [...definition.subject],
    pages: definition.pages.map((page) => ({
      ...{ id: page.id, title: page.title ?? null, kind: page.kind },
      questions: page.questions.map((question) => {
        const view = questionView(question);
        return { ...view, depends: view.depends || page.when !== undefined };
      }),
    })),
    steps: definition.steps.map((step) => ({
      ...{ id: step.id, title: step.title, do: step.do, by: [...step.by], bring: step.bring ?? null },
      actions: step.actions.map(({ id, label, reasons }) => ({ id, label, reasons: [...reasons] })),
      questions: step.ask.map(questionView),
    })),
    reasons: definition.reasons.map(({ code, text }) => ({ code, text })),
    outcomes: definition.outcomes.map(({ id, kind, say }) => ({ id, kind, say: say ?? null })),
  };
}

/** The answers that a client sends for this very version. */
export const schemaOf = (service: Published, publicUrl: string): Json => ({
  $id: `${publicUrl}/api/v1${addressOf(service)}/schema?version=${service.version}`,
  ...(answersSchema(service.definition) as { readonly [key: string]: Json }),
});
