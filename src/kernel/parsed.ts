/** What is wrong with something that a person typed: a stable code that catalogues turn into words, and its numbers. */
export type Issue = { readonly code: string; readonly params: Readonly<Record<string, string | number>> };

/** The answer of every parser: the value with what is merely odd about it, or all that is wrong. Parsers never throw. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T; readonly warnings: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** @example issue('nik/length', { expected: 16, got: 15 }) */
export const issue = (code: string, params: Issue['params'] = {}): Issue => ({ code, params });

/** @example parsed('9976012311900001') // { ok: true, value: '9976012311900001', warnings: [] } */
export const parsed = <T>(value: T, warnings: readonly Issue[] = []): Parsed<T> => ({ ok: true, value, warnings });

/** @example refused(issue('nik/digits-only')) // { ok: false, issues: [{ code: 'nik/digits-only', params: {} }] } */
export const refused = (...issues: readonly Issue[]): Parsed<never> => ({ ok: false, issues });
