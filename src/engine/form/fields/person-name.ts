import { NAME_LENGTH, parseRecordedName } from '../../../kernel/name.ts';
import { line } from './line.ts';

/** A full name as the register writes it. Whether a new name is good advice (two words) is the office's to say. */
export const personName = line({
  read: parseRecordedName,
  box: () => ({ autocomplete: 'name', maxLength: NAME_LENGTH }),
  schema: () => ({ type: 'string', minLength: 1, maxLength: NAME_LENGTH }),
});
