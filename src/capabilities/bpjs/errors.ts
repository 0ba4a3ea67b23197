import { Refusal } from '../../kernel/refusal.ts';

/** Refusals of this room. What Mobile JKN reads of each stands in `reference/rules/bpjs.yaml`. */
export const refusals = {
  /** No Puskesmas of that name, or BPJS is not switched on for it: neither is said. */
  notFound: () => new Refusal('bpjs/not-found', 404),
  badLogin: () => new Refusal('bpjs/bad-login', 401),
  badToken: () => new Refusal('bpjs/bad-token', 401),
  badDay: () => new Refusal('bpjs/bad-day', 422),
  noPoli: () => new Refusal('bpjs/no-poli', 404),
  poliClosed: () => new Refusal('bpjs/poli-closed', 409),
  /** Its places are drawn just now: what is left is open after that time. */
  inDraw: (time: string) => new Refusal('bpjs/in-draw', 409, { time }),
  /** No session of this doctor at these hours. */
  noSchedule: () => new Refusal('bpjs/no-schedule', 409),
  /** Not known to the office yet: BPJS sends the data and asks again. */
  newPatient: () => new Refusal('bpjs/new-patient', 404),
  /** Card and NIK belong to two people, or another card is known of this one. */
  otherPatient: () => new Refusal('bpjs/other-patient', 409),
  noNumber: () => new Refusal('bpjs/no-number', 404),
  /** Called already: nothing to cancel. */
  served: () => new Refusal('bpjs/served', 409),
};
