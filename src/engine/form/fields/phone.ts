import { parsePhone, sayPhone } from '../../../kernel/phone.ts';
import { line } from './line.ts';

export const phone = line({
  read: parsePhone,
  box: () => ({ inputmode: 'tel', autocomplete: 'tel', maxLength: 20, width: 20 }),
  show: sayPhone,
  schema: () => ({ type: 'string', pattern: '^\\+62\\d{6,13}$' }),
});
