const SMALL = ['nol', 'satu', 'dua', 'tiga', 'empat', 'lima', 'enam', 'tujuh', 'delapan', 'sembilan'] as const;

/**
 * A whole number from 0 to 999,999 as Indonesians say it, word by word.
 * @throws RangeError for any other
 * @example numberWords(112) // ['seratus', 'dua', 'belas']
 */
export function numberWords(n: number): string[] {
  if (!Number.isInteger(n) || n < 0 || n > 999_999) throw new RangeError(`no words for ${n}`);
  return n === 0 ? ['nol'] : wordsOf(n);
}

function wordsOf(n: number): string[] {
  if (n === 0) return [];
  if (n < 10) return [SMALL[n] ?? ''];
  if (n < 12) return [n === 10 ? 'sepuluh' : 'sebelas'];
  if (n < 20) return [SMALL[n - 10] ?? '', 'belas'];
  if (n < 100) return [SMALL[Math.floor(n / 10)] ?? '', 'puluh', ...wordsOf(n % 10)];
  if (n < 1000) return [...(n < 200 ? ['seratus'] : [SMALL[Math.floor(n / 100)] ?? '', 'ratus']), ...wordsOf(n % 100)];
  return [...(n < 2000 ? ['seribu'] : [...wordsOf(Math.floor(n / 1000)), 'ribu']), ...wordsOf(n % 1000)];
}
