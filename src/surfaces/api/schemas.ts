import * as z from 'zod';

/** Names of schemas in the document's `components`. */
export const named = z.registry<{ readonly id: string }>();

/** Gives a schema its name in the document. */
export function name<S extends z.ZodType>(id: string, schema: S): S {
  named.add(schema, { id });
  return schema;
}

export const moment = z.string().meta({ format: 'date-time' });
export const day = z.string().meta({ format: 'date' });
export const regency = z
  .string()
  .regex(/^\d{2}\.\d{2}$/)
  .meta({ examples: ['32.76'] });
export const regionCode = z
  .string()
  .regex(/^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$/)
  .meta({ examples: ['32.76.01.1006'] });
export const uuid = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  .meta({ format: 'uuid' });
export const questionId = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)*$/)
  .max(80);
export const word = z
  .string()
  .regex(/^[a-zA-Z][A-Za-z0-9-]*$/)
  .max(60);

export const Text = name(
  'Text',
  z
    .object({ id: z.string(), en: z.string().optional() })
    .catchall(z.string())
    .meta({ description: 'By language; Indonesian always.' }),
);
export const Office = name('OfficeName', z.strictObject({ office: z.string(), name: z.string() }));
/** Of somebody's number only the end is shown. */
export const Person = name('PersonName', z.strictObject({ name: z.string(), nikLastFour: z.string().nullable() }));
export const Reason = name('Reason', z.strictObject({ code: z.string(), text: Text }));

export const casePath = z.strictObject({ region: regency, id: uuid });

/**
 * RFC 9457. Found by its name in the document.
 * @public
 */
export const ProblemSchema = name(
  'Problem',
  z.strictObject({
    type: z
      .string()
      .meta({ examples: ['urn:satuloket:cases:lost-guard'], description: 'Stable: what a program reads.' }),
    title: z.string().meta({ description: 'For people, in Indonesian; in English for `Accept-Language: en`.' }),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    errors: z
      .array(z.strictObject({ pointer: z.string(), code: z.string(), detail: z.string() }))
      .optional()
      .meta({
        description: 'What is wrong, part by part; `pointer` is a JSON Pointer into path, query, body or answers.',
      }),
  }),
);
