import type { Field, FieldKind } from '../../definition/model.ts';
import type { Kind } from './kind.ts';

// Rows and people hold fields of other kinds, so the kinds find each other by name here instead of importing each other.
const kinds = new Map<FieldKind, unknown>();

/** Fills the table, once, where all kinds are known. */
export function defineKinds(all: Readonly<Record<FieldKind, unknown>>): void {
  for (const [name, kind] of Object.entries(all)) kinds.set(name as FieldKind, kind);
}

/** The rules of a field's kind. Each stands under its own name, so it fits the field whose kind it is. */
export function kindOf<F extends Field>(field: F): Kind<F> {
  return kinds.get(field.kind) as Kind<F>;
}
