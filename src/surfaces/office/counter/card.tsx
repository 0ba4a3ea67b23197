import type { JSX } from 'preact';
import type { OnCard } from '../../../capabilities/people/index.ts';
import { isIsoDate } from '../../../kernel/dates.ts';
import { parseRecordedName } from '../../../kernel/name.ts';
import type { Language } from '../../../kernel/text.ts';
import { DateField, dateNames, type FieldFault, TextField } from '../../design/index.ts';
import { fieldOf } from '../deps.ts';
import { counterWords } from '../words/counter.ts';

type Body = Readonly<Record<string, unknown>>;
const names = dateNames('lahir');
const NAME = 'nama';

/** What an officer typed from a card; nothing when the page did not ask for it yet. */
export function cardTyped(body: Body): CardTyped | undefined {
  if (!(NAME in body)) return undefined;
  const [day = '', month = '', year = ''] = [names.day, names.month, names.year].map((name) => fieldOf(body, name));
  return { name: fieldOf(body, NAME), day, month, year };
}
export type CardTyped = { readonly name: string; readonly day: string; readonly month: string; readonly year: string };

export function readCard(nik: string, typed: CardTyped, lang: Language): OnCard | readonly FieldFault[] {
  const words = counterWords(lang);
  const name = parseRecordedName(typed.name);
  const birthDate = `${typed.year}-${typed.month.padStart(2, '0')}-${typed.day.padStart(2, '0')}`;
  if (name.ok && isIsoDate(birthDate))
    // Of women the NIK says the day plus 40.
    return { nik, name: name.value, birthDate, sex: Number(nik.slice(6, 8)) > 40 ? 'female' : 'male' };
  return [
    ...(name.ok ? [] : [{ field: NAME, text: words.cardNameNone }]),
    ...(isIsoDate(birthDate) ? [] : [{ field: 'lahir', text: words.cardBornNone }]),
  ];
}

/** Where the register gives nothing out, the card says who somebody is. */
export function CardFields(props: {
  readonly lang: Language;
  readonly typed: CardTyped;
  readonly faultOf: (field: string) => string | undefined;
}): JSX.Element {
  const { lang, typed, faultOf } = props;
  const words = counterWords(lang);
  return (
    <>
      <TextField
        {...{ lang, name: NAME, label: words.cardName, hint: words.cardNameHint, autoComplete: 'off', maxLength: 60 }}
        value={typed.name}
        error={faultOf(NAME)}
      />
      <DateField {...{ lang, name: 'lahir', label: words.cardBorn, value: typed }} error={faultOf('lahir')} />
    </>
  );
}
