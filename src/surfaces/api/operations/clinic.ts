import * as z from 'zod';
import type { ClinicVisit } from '../../../capabilities/satusehat/index.ts';
import type { IsoDate } from '../../../kernel/dates.ts';
import { isIsoDate } from '../../../kernel/dates.ts';
import { type Operation, operation } from '../operation.ts';
import { casePath, day, moment, name } from '../schemas.ts';

const MOST_CONDITIONS = 20;

const condition = z
  .string()
  .regex(/^Condition\/[A-Za-z0-9.-]{1,64}$/)
  .meta({ examples: ['Condition/7e1c0b8e-5f3c-4a53-9d6b-0c2f6b0f9a11'] });
const exact = z.iso.datetime({ offset: true }).meta({ format: 'date-time' });

const ClosingBody = name(
  'VisitClosing',
  z.strictObject({
    conditions: z
      .array(condition)
      .min(1)
      .max(MOST_CONDITIONS)
      .refine((all) => new Set(all).size === all.length)
      .meta({
        description:
          'References of Conditions that your system wrote at SATUSEHAT for this Encounter, the main one first. None is made up here.',
      }),
    dischargeDisposition: z
      .string()
      .regex(/^[a-z-]{1,20}$/)
      .meta({
        description: 'Code of http://terminology.hl7.org/CodeSystem/discharge-disposition.',
        examples: ['home'],
      }),
    endedAt: exact,
  }),
);

const VisitSchema = name(
  'ClinicVisit',
  z.strictObject({
    ...{ region: z.string(), id: z.string(), day, poli: z.string() },
    number: z.string().meta({ examples: ['A-012'], description: 'As it stands on the ticket and on the board.' }),
    state: z.enum(['none', 'arrived', 'in-progress', 'finished', 'cancelled']),
    encounter: z
      .string()
      .nullable()
      .meta({ description: 'Id of the Encounter at SATUSEHAT, once it is there: your Conditions refer to it.' }),
    open: z
      .strictObject({ action: z.string(), state: z.enum(['waiting', 'refused']), trouble: z.string().nullable() })
      .nullable()
      .meta({ description: 'What SATUSEHAT does not have yet, and why.' }),
    closing: z
      .strictObject({ conditions: z.array(z.string()), dischargeDisposition: z.string(), endedAt: moment })
      .nullable(),
  }),
);

const view = ({ label, open, closing, region, id, day: on, poli, state, encounter }: ClinicVisit) => ({
  ...{ region, id, day: on, poli, number: label, state, encounter },
  open: open && { ...open, state: open.state === 'refused' ? ('refused' as const) : ('waiting' as const) },
  closing: closing && {
    ...{ conditions: [...closing.conditions], dischargeDisposition: closing.disposition },
    endedAt: closing.endedAt.toISOString(),
  },
});

const listVisits = operation({
  ...{ id: 'listClinicVisits', method: 'GET', path: '/clinic/visits', tag: 'klinik', who: 'clinic' },
  summary: 'The visits of a day, by their numbers',
  about: {
    id: 'Kunjungan sehari di Puskesmas pemilik token ini, menurut nomornya: bagaimana keadaannya di SATUSEHAT. Tanpa nama dan NIK.',
    en: 'The visits of a day at the Puskesmas of this token, by their numbers: how they stand at SATUSEHAT. No name and no NIK.',
  },
  query: z.strictObject({ day: z.string().refine((text): text is IsoDate => isIsoDate(text) && text >= '1900') }),
  reply: z.strictObject({ visits: z.array(VisitSchema) }),
  show: async ({ t, by, query }) => ({ data: { visits: (await t.satusehat.visits(by, query.day)).map(view) } }),
});

const readVisit = operation({
  ...{ id: 'readClinicVisit', method: 'GET', path: '/clinic/visits/{region}/{id}', tag: 'klinik', who: 'clinic' },
  summary: 'One visit',
  about: { id: 'Satu kunjungan.', en: 'One visit.' },
  params: casePath,
  reply: VisitSchema,
  show: async ({ t, by, params }) => ({ data: view(await t.satusehat.visit(by, params)) }),
});

const closeVisit = operation({
  ...{ id: 'closeClinicVisit', method: 'PUT', path: '/clinic/visits/{region}/{id}/closing', tag: 'klinik' },
  ...{ who: 'clinic', refuses: [409, 422] },
  summary: 'How a visit ended',
  about: {
    id: 'Sistem klinik menyatakan kunjungan selesai: rujukan Condition yang sudah ada di SATUSEHAT dan cara pulangnya. Mengirim hal yang sama lagi tidak mengubah apa pun; sesudah SATUSEHAT menerimanya tidak dapat diganti.',
    en: 'The clinic’s system says that a visit is over: references of Conditions that exist at SATUSEHAT, and the discharge. The same again changes nothing; once SATUSEHAT has it, it can’t be replaced.',
  },
  params: casePath,
  body: ClosingBody,
  reply: VisitSchema,
  show: async ({ t, by, params, body }) => {
    const wish = {
      ...{ conditions: body.conditions, disposition: body.dischargeDisposition, endedAt: new Date(body.endedAt) },
    };
    return { data: view(await t.satusehat.close(by, params, wish)) };
  },
});

export const clinicOperations: readonly Operation[] = [listVisits, readVisit, closeVisit];
