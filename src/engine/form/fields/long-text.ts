import { line } from './line.ts';
import { readText } from './text.ts';

export const longText = line<{ readonly kind: 'text' | 'longText'; readonly max: number }>({
  read: readText,
  box: ({ max }) => ({ kind: 'textarea', maxLength: max }),
  schema: ({ max }) => ({ type: 'string', minLength: 1, maxLength: max }),
});
