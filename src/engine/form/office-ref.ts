import type { Value } from '../feel/index.ts';

/** `code` names one office (chosen by somebody); null: the office of this kind that serves the region. */
export type OfficeRef = { readonly kind: string; readonly region: string; readonly code: string | null };

const textAt = (value: Value, name: string): string | null => {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name)) return null;
  const found = (value as { readonly [key: string]: Value })[name];
  return typeof found === 'string' ? found : null;
};

/** An office as an expression gives it; null while an answer that decides it is missing. */
export function officeIn(value: Value): OfficeRef | null {
  const [kind, region] = [textAt(value, 'kind'), textAt(value, 'region')];
  return kind === null || region === null ? null : { kind, region, code: textAt(value, 'code') };
}
