import { numberWords } from '../../kernel/number-words.ts';

/** One call as it is said: the clips in order, and the sentence for a browser that must speak it itself. */
export type Spoken = { readonly clips: readonly string[]; readonly text: string };

/** Words of rooms for which there are clips. */
const ROOM_WORDS: readonly string[] = [
  'ruang',
  'loket',
  'poli',
  'obat',
  'lantai',
  'kasir',
  'apotek',
  'gigi',
  'ibu',
  'anak',
];

/**
 * A word of a room's name; undefined when no clip says it.
 * @example clipsOfWord('12') // ['dua', 'belas']
 */
function clipsOfWord(word: string): readonly string[] | undefined {
  if (/^\d{1,5}$/.test(word)) return numberWords(Number(word));
  if (/^[A-Z]$/.test(word)) return [`huruf-${word.toLowerCase()}`];
  const small = word.toLowerCase();
  return ROOM_WORDS.includes(small) ? [small] : undefined;
}

/**
 * @returns without clips when a word of the room has none: half a sentence helps nobody
 * @example spokenOf({ prefix: 'A', number: 12, room: 'Ruang 1' }).clips // ['nomor-antrean', 'huruf-a', 'dua', 'belas', 'silakan-ke', 'ruang', 'satu']
 */
export function spokenOf(call: { readonly prefix: string; readonly number: number; readonly room: string }): Spoken {
  const room = call.room.split(/\s+/).map(clipsOfWord);
  const number = [`huruf-${call.prefix.toLowerCase()}`, ...numberWords(call.number)];
  const whole = room.every((word) => word !== undefined);
  return {
    clips: whole ? ['nomor-antrean', ...number, 'silakan-ke', ...room.flatMap((word) => word ?? [])] : [],
    text: `Nomor antrean ${call.prefix} ${numberWords(call.number).join(' ')}, silakan ke ${call.room}.`,
  };
}
