import * as z from 'zod';

/** How `reference/rules/satusehat.yaml` is written. */
export const satusehatRules = z.strictObject({
  hosts: z.strictObject({ production: z.array(z.url()).min(1), staging: z.array(z.url()).min(1) }),
  paths: z.strictObject({ token: z.string().startsWith('/'), fhir: z.string().startsWith('/') }),
  systems: z.strictObject({ nik: z.url(), encounter: z.url() }),
  timeoutSeconds: z.number().int().min(1).max(60),
  renewSeconds: z.number().int().min(0).max(3000),
  loginPauseSeconds: z.number().int().min(0).max(3600),
  awayStatuses: z.array(z.number().int().min(400).max(499)),
  dispositions: z.array(z.string()).min(1),
});
export type SatusehatRules = Readonly<z.infer<typeof satusehatRules>>;

const fhirId = z.string().regex(/^[A-Za-z0-9.-]{1,64}$/);

/** What stands for our polis and doctors at SATUSEHAT. A poli that is not named is not told. */
export const facilitySettings = z.strictObject({
  polis: z.record(
    z.string().min(1).max(40),
    z.strictObject({
      /** Id of a Location. */
      location: fhirId,
      /** Of a Practitioner, where no doctor of the list serves. */
      practitioner: fhirId.optional(),
    }),
  ),
  /** Id of a Practitioner by the number of the doctor in the timetable. */
  doctors: z.record(z.string().regex(/^\d{1,9}$/), fhirId).optional(),
});
export type FacilitySettings = Readonly<z.infer<typeof facilitySettings>>;
