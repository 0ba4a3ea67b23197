import { parseKk } from '../../../kernel/kk.ts';
import { sayNumber } from '../../../kernel/nik.ts';
import { line } from './line.ts';

export const kk = line({
  read: parseKk,
  box: () => ({ inputmode: 'numeric', maxLength: 24, width: 20 }),
  show: sayNumber,
  schema: () => ({ type: 'string', pattern: '^\\d{16}$' }),
});
