import * as z from 'zod';
import type { Text } from '../../kernel/text.ts';

/** What has a period of its own, in the order in which it is erased: what leans on something goes before it. */
export const PARTS = ['wish', 'phone', 'lease', 'counter', 'bpjs', 'satusehat', 'entry', 'patient'] as const;
export type Part = (typeof PARTS)[number];
/** As the database names what it erases. */
export type Kind = Part | 'told' | 'mine';
const TOGETHER: Readonly<Partial<Record<Part, readonly Kind[]>>> = { bpjs: ['bpjs', 'told'], entry: ['mine', 'entry'] };
export const kindsOf = (part: Part): readonly Kind[] => TOGETHER[part] ?? [part];

const text = z.strictObject({ id: z.string().min(1), en: z.string().min(1) });
const days = z.number().int().min(7).max(36_500);
const rule = z.strictObject({
  days,
  /** Whether somebody who may has set this period. */
  settled: z.boolean(),
  ...{ title: text, holds: text, why: text },
});
export type KeepingRule = {
  readonly part: Part;
  readonly days: number;
  readonly settled: boolean;
  readonly title: Text;
  readonly holds: Text;
  readonly why: Text;
};

/** How `reference/rules/keeping.yaml` is written. */
export const keepingRules = z
  .strictObject({
    keep: z.record(z.enum(PARTS), rule),
    regions: z.record(z.string(), z.partialRecord(z.enum(PARTS), days)).default({}),
  })
  .superRefine(({ keep, regions }, context) => {
    for (const [region, others] of [['', {}] as const, ...Object.entries(regions)]) {
      const of = (part: Part): number => (others as Partial<Record<Part, number>>)[part] ?? keep[part].days;
      // Messages are made from numbers, numbers point at patients: what is still needed may not go first.
      for (const [short, long] of ORDER)
        if (of(short) > of(long))
          context.addIssue({ code: 'custom', message: `${region} ${short} is kept longer than ${long}`.trim() });
    }
  });
export type KeepingRules = Readonly<z.infer<typeof keepingRules>>;

const ORDER: readonly (readonly [Part, Part])[] = [
  ['phone', 'entry'],
  ['bpjs', 'entry'],
  ['satusehat', 'entry'],
  ['entry', 'patient'],
];

/** The rules of a region, in the order in which parts are erased. */
export const rulesOf = ({ keep, regions }: KeepingRules, region: string): readonly KeepingRule[] =>
  PARTS.map((part) => ({ ...keep[part], part, days: regions[region]?.[part] ?? keep[part].days }));
