import { sayDate } from '../../kernel/dates.ts';
import { phoneSaid } from '../../kernel/phone.ts';
import type { Text } from '../../kernel/text.ts';
import type { Names, Value } from '../feel/index.ts';

const placeholder = /\{([a-zA-Z][\w.]*)\}/g;

function said(value: Value, language: 'id' | 'en'): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return phoneSaid(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return '';
  const record = value as { readonly [name: string]: Value };
  if (typeof record.date === 'string') return sayDate(record.date, language);
  if (typeof record.time === 'string') return record.time.replace(':', '.');
  return typeof record.name === 'string' ? record.name : '';
}

const at = (names: Names, path: string): Value =>
  path.split('.').reduce<Value>((value, name) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return Object.hasOwn(value, name) ? ((value as { readonly [name: string]: Value })[name] ?? null) : null;
  }, names);

/**
 * Puts the values of names into a text. An absent name leaves nothing behind.
 * @example fill({ id: 'KIA siap diambil di {pickup.name}' }, { pickup: { name: 'Kelurahan Depok' } }) // { id: 'KIA siap diambil di Kelurahan Depok' }
 */
export function fill(text: Text, names: Names): Text {
  const filled = Object.entries(text).map(([language, sentence]) => [
    language,
    sentence.replace(placeholder, (_, path: string) => said(at(names, path), language === 'en' ? 'en' : 'id')),
  ]);
  return Object.fromEntries(filled) as Text;
}
