import { issue, type Parsed, parsed, refused } from '../../../kernel/parsed.ts';
import { line } from './line.ts';

type TextField = { readonly kind: 'text' | 'longText'; readonly max: number };

const unseen = /[\p{Cc}\p{Cf}]/gu;
export const readText = (text: string, { max }: TextField): Parsed<string> => {
  const tidy = text.replace(/\r\n?/g, '\n').replace(unseen, (mark) => (mark === '\n' ? '\n' : ' '));
  // No text has more signs than units: only a long one is counted.
  const got = tidy.length > max ? [...tidy].length : 0;
  return got > max ? refused(issue('text/too-long', { max, got })) : parsed(tidy);
};

export const text = line<TextField>({
  read: (typed, field) => readText(typed.replace(/\s+/g, ' '), field),
  box: ({ max }) => ({ maxLength: max }),
  schema: ({ max }) => ({ type: 'string', minLength: 1, maxLength: max }),
});
