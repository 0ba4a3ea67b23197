/** What a form of ours brings back of the record that it was drawn with. */
export type Guard = { readonly version: number; readonly key: string };

/** No record ever has it: what somebody else put there loses like a form that is out of date. */
const NEVER = -1;

/** @example versionOf('12') // 12, and -1 for anything that no form of ours carries */
export const versionOf = (typed: unknown): number =>
  typeof typed === 'string' && /^\d{1,9}$/.test(typed.trim()) ? Number(typed) : NEVER;

/** The version that was read and the key that makes sending twice one act. */
export const guardOf = (body: Readonly<Record<string, unknown>>): Guard => ({
  version: versionOf(body.versi),
  key: typeof body.kunci === 'string' ? body.kunci.trim() : '',
});
