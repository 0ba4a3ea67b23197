import type { JSX } from 'preact';
import type { Language } from '../../kernel/text.ts';
import { describedBy, type FieldProps, faulty, fieldId, LabelledField } from './field-shell.tsx';
import { words } from './messages.ts';

export type Place = { readonly code: string; readonly name: string; readonly within?: string | undefined };

export type PlaceResultsProps = {
  readonly lang: Language;
  /** The name under which the chosen code is posted. */
  readonly name: string;
  readonly results: readonly Place[];
  readonly chosen?: string | undefined;
  /** Something was searched; an empty list then says what to do. */
  readonly searched?: boolean | undefined;
};

/** What a look-up found, as choices. The same fragment is the page's own list and the answer to typing. */
export function PlaceResults(props: PlaceResultsProps): JSX.Element | null {
  if (props.results.length === 0) return props.searched ? <p role="status">{words(props.lang).noPlace}</p> : null;
  return (
    <div class="choices">
      {props.results.map((place, index) => (
        <div class="choice" key={place.code}>
          <input
            type="radio"
            id={`${props.name}-hasil-${index + 1}`}
            name={props.name}
            value={place.code}
            checked={place.code === props.chosen}
          />
          <label for={`${props.name}-hasil-${index + 1}`}>
            {place.name}
            {place.within !== undefined && <small>{place.within}</small>}
          </label>
        </div>
      ))}
    </div>
  );
}

/** The names a place search posts: the words typed, and the button that only searches. */
export const placeNames = (name: string): { readonly words: string; readonly search: string } => ({
  words: `${name}.cari`,
  search: '_cari',
});

export type PlaceSearchProps = FieldProps & {
  readonly typed?: string | undefined;
  readonly results?: readonly Place[] | undefined;
  readonly chosen?: string | undefined;
  readonly searched?: boolean | undefined;
  /** Answers `?q=` with a `PlaceResults` fragment; used while typing when script runs. */
  readonly suggest?: string | undefined;
};

/** A place by its name, never by a list of all. Without script the button brings the results. */
export function PlaceSearch(props: PlaceSearchProps): JSX.Element {
  const id = fieldId(props);
  const names = placeNames(props.name);
  return (
    <div>
      <LabelledField field={props}>
        <div class="seek">
          <input
            class="input"
            id={id}
            name={names.words}
            value={props.typed}
            autoComplete="off"
            aria-describedby={describedBy(props)}
            aria-invalid={faulty(props)}
            data-suggest={props.suggest}
          />
          <button class="btn btn-2" type="submit" name={names.search} value={props.name} formnovalidate>
            {words(props.lang).search}
          </button>
        </div>
      </LabelledField>
      <div class="found" id={`${id}-hasil`} aria-live="polite">
        <PlaceResults
          lang={props.lang}
          name={props.name}
          results={props.results ?? []}
          chosen={props.chosen}
          searched={props.searched}
        />
      </div>
    </div>
  );
}
