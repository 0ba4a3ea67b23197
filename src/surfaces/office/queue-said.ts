import type { Offer, Why } from '../../capabilities/queue/index.ts';
import { sayTime, type Zone } from '../../kernel/dates.ts';
import { isUuid } from '../../kernel/ids.ts';
import { type Language, say } from '../../kernel/text.ts';
import type { FieldFault } from '../design/index.ts';
import { queueWords } from './words/queue.ts';
import { saidWords } from './words/queue-said.ts';

// What a room's page says of the last act, by codes in its address; anything else there says nothing.

/** Of a number in an address, nothing but a number is said. */
const isLabel = (text: string): boolean => /^[A-Z]-\d{3,5}$/.test(text);

/** The control to which each refusal leads. */
const AT = {
  ...{ sebentar: 'panggil-lagi', dijeda: 'sesi', tutup: 'sesi', penuh: 'langsung', ditutup: 'langsung' },
  ada: 'langsung',
} as const;

type Asked = { readonly zone: Zone; readonly lang: Language; readonly offer: Offer | undefined };

/** @param of a part of the address, '' where it has none */
export function saidIn(
  of: (name: string) => string,
  { zone, lang, offer }: Asked,
): { readonly toast: string | undefined; readonly faults: readonly FieldFault[] } {
  const said = of('pesan');
  const words = saidWords(lang);
  if (said === 'belum') {
    const opens = new Date(of('mulai'));
    const text = Number.isNaN(opens.getTime()) ? '' : words.early(sayTime(opens, zone, lang));
    return {
      toast: undefined,
      faults: text === '' ? [] : [{ field: `hadir-${idIn(of('tentang'))}`, text, rule: true }],
    };
  }
  if (isFault(said)) return { toast: undefined, faults: [{ field: AT[said], text: words.faults[said], rule: true }] };
  const parts = [becameOf(of, lang, offer), toldOf(of, lang)].filter((part) => part !== '');
  return { toast: parts.length > 0 ? parts.join(' ') : undefined, faults: [] };
}

const idIn = (text: string): string => (isUuid(text) ? text : '');
const isFault = (said: string): said is keyof typeof AT => Object.hasOwn(AT, said);

/** What became of whoever was in the room. */
function becameOf(of: (name: string) => string, lang: Language, offer: Offer | undefined): string {
  const words = saidWords(lang);
  const [number, became] = [of('tadi'), of('jadi')];
  if (!isLabel(number)) return '';
  const poli = offer?.polis.find(({ code }) => code === of('ke'));
  if (became === 'diteruskan' && poli) return words.sentOn(number, say(poli.name, lang));
  return Object.hasOwn(words.became, became) ? words.became[became as keyof typeof words.became](number) : '';
}

function toldOf(of: (name: string) => string, lang: Language): string {
  const words = queueWords(lang);
  const { said: plain } = saidWords(lang);
  const [said, number, why] = [of('pesan'), of('nomor'), of('sebab')];
  if (isLabel(number)) {
    if (said === 'dipanggil' && Object.hasOwn(words.why, why)) return words.calledNow(number, words.why[why as Why]);
    if (said === 'diberi') return words.given(number);
  }
  return Object.hasOwn(plain, said) ? plain[said as keyof typeof plain] : '';
}
