import * as z from 'zod';

/** What BPJS and a Puskesmas settle in the acceptance test. */
const texts = z.array(z.string().min(3).max(200)).max(20);
const agreedShape = {
  tokenSeconds: z.number().int().min(60).max(3600),
  mirrorsStatus: z.boolean(),
  contentType: z.string().regex(/^[a-z]+\/[\w.+-]+(; ?charset=[\w-]+)?$/i),
  timeoutSeconds: z.number().int().min(1).max(60),
  nonJkn: z.enum(['none', 'add', 'all']),
  repeatedTexts: texts,
  afterSilence: z.strictObject({ add: texts, panggil: texts, batal: texts }),
  troubleCodes: z.array(z.string().regex(/^\d{1,4}$/)).max(40),
};
const agreed = z.strictObject(agreedShape);
export type Agreed = Readonly<z.infer<typeof agreed>>;

/** What one Puskesmas settled otherwise than the rules say. */
export const agreedOtherwise = agreed.partial();

/** How `reference/rules/bpjs.yaml` is written. */
export const bpjsRules = z.strictObject({
  hosts: z.strictObject({ production: z.array(z.url()).min(1), development: z.array(z.url()).min(1) }),
  agreed,
  giveUpHours: z.number().int().min(1).max(720),
  answers: z.record(z.string(), z.strictObject({ code: z.number().int(), message: z.string().min(1) })),
  notes: z.strictObject({ taken: z.string(), waiting: z.string() }),
  reasons: z.strictObject({
    ...{ patient: z.string(), office: z.string(), moved: z.string(), expired: z.string() },
    ...{ schedule: z.string(), unserved: z.string() },
  }),
});
export type BpjsRules = Readonly<z.infer<typeof bpjsRules>>;
export type Reason = keyof BpjsRules['reasons'];
