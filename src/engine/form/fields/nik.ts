import { parseNik, sayNumber } from '../../../kernel/nik.ts';
import { line } from './line.ts';

export const nik = line({
  read: parseNik,
  box: () => ({ inputmode: 'numeric', maxLength: 24, width: 20 }),
  show: sayNumber,
  schema: () => ({ type: 'string', pattern: '^\\d{16}$' }),
});
