import fc from 'fast-check';
import { expect, it } from 'vitest';
import { numberWords } from './number-words.ts';

it.each([
  [0, 'nol'],
  [7, 'tujuh'],
  [10, 'sepuluh'],
  [11, 'sebelas'],
  [12, 'dua belas'],
  [19, 'sembilan belas'],
  [20, 'dua puluh'],
  [21, 'dua puluh satu'],
  [99, 'sembilan puluh sembilan'],
  [100, 'seratus'],
  [101, 'seratus satu'],
  [110, 'seratus sepuluh'],
  [111, 'seratus sebelas'],
  [200, 'dua ratus'],
  [999, 'sembilan ratus sembilan puluh sembilan'],
  [1000, 'seribu'],
  [1011, 'seribu sebelas'],
  [2000, 'dua ribu'],
  [11_100, 'sebelas ribu seratus'],
  [100_000, 'seratus ribu'],
])('%i is said "%s"', (n, said) => expect(numberWords(n).join(' ')).toBe(said));

/** The other way round, by another rule: what the words add up to. */
function heard(words: readonly string[]): number {
  const value = ['nol', 'satu', 'dua', 'tiga', 'empat', 'lima', 'enam', 'tujuh', 'delapan', 'sembilan'];
  const whole: Readonly<Record<string, number>> = { sepuluh: 10, sebelas: 11, seratus: 100 };
  let thousands = 0;
  let sum = 0;
  let last = 0;
  for (const word of words) {
    if (value.includes(word)) last = value.indexOf(word);
    else if (word === 'seribu') thousands = 1000;
    else if (word === 'ribu') {
      thousands = (sum + last) * 1000;
      sum = 0;
      last = 0;
    } else {
      sum +=
        word === 'belas'
          ? 10 + last
          : word === 'puluh'
            ? last * 10
            : word === 'ratus'
              ? last * 100
              : (whole[word] ?? Number.NaN);
      last = 0;
    }
  }
  return thousands + sum + last;
}

it('every number has its own words, and they mean it', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 999_999 }), (n) => void expect(heard(numberWords(n))).toBe(n)));
});

it.each([-1, 1.5, 1_000_000, Number.NaN])('%d has none', (n) => expect(() => numberWords(n)).toThrow(RangeError));
