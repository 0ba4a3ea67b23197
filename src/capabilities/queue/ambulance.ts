import * as z from 'zod';

const number = z.string().regex(/^(1\d{2}|\+62\d{7,12})$/);

/** How `reference/rules/emergency.yaml` is written. */
export const emergencyRules = z.strictObject({
  ambulance: number,
  regions: z.record(z.string().regex(/^\d{2}\.\d{2}$/), number),
});
export type EmergencyRules = Readonly<z.infer<typeof emergencyRules>>;

/** Whom somebody calls in a medical emergency; null: it is not known where he is. @example ambulanceIn(rules, '32.76') // '119' */
export const ambulanceIn = ({ ambulance, regions }: EmergencyRules, region: string | null): string =>
  (region === null ? undefined : regions[region]) ?? ambulance;
