import { Refusal } from '../../kernel/refusal.ts';

/** Refusals of this room; their words stand in the catalogues of the surfaces. */
export const refusals = {
  notFound: () => new Refusal('cases/not-found', 404),
  /** Somebody else moved it meanwhile: show how it stands now. */
  lostGuard: () => new Refusal('cases/lost-guard', 409),
  notOpen: () => new Refusal('cases/not-open', 409),
  incomplete: (screen: string) => new Refusal('cases/incomplete', 422, { screen }),
  /** The window that stands at this question can't be had. */
  appointment: (question: string, why: 'full' | 'closed' | 'has' | 'many') =>
    new Refusal('cases/appointment', 409, { question, why }),
  /** Whoever is to come was not called yet: his number. */
  notMet: (label: string) => new Refusal('cases/not-met', 409, { label }),
  /** @param rule which of the service's rules stands in the way, from 0 */
  notAllowed: (service: string, rule: number) => new Refusal('cases/not-allowed', 422, { service, rule }),
  duplicate: () => new Refusal('cases/duplicate', 409),
  locked: () => new Refusal('cases/locked', 409),
  /** Others must agree first: who has not, by name only. */
  awaitingConsent: (names: readonly string[]) =>
    new Refusal('cases/awaiting-consent', 409, { names: names.join(', ') }),
  /** What the decision changes must be written into the register first, which is not ours. */
  registerFirst: () => new Refusal('cases/register-first', 422),
  /** A colleague gets it back and must read why. */
  noteMissing: () => new Refusal('cases/note-missing', 422),
  objectionOver: (until: string) => new Refusal('cases/objection-over', 409, { until }),
  objectedBefore: () => new Refusal('cases/objected-before', 409),
  /** @param kind of the office that the service names and that nobody registered there */
  noOffice: (kind?: string) => new Refusal('cases/no-office', 422, kind === undefined ? {} : { kind }),
  notYours: (why: 'role' | 'four-eyes' | 'family' | 'claimed') => new Refusal(`cases/not-yours-${why}`, 403),
  /** The workflow's own refusal, by its code. */
  notPossible: (code: string) => new Refusal(code, code === 'workflow/step-closed' ? 409 : 422),
  /** Neither oneself, one's child, nor somebody who gave a mandate for this; at a counter, somebody who doesn't stand there. */
  notForThem: () => new Refusal('cases/not-for-them', 403),
  noSuchService: () => new Refusal('cases/no-such-service', 404),
} as const;
