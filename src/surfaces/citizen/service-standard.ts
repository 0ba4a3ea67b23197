import type { Definition, Question, Step } from '../../engine/index.ts';
import type { Text } from '../../kernel/text.ts';
import type { WorkTime } from '../../kernel/working-time.ts';

/** A file that the service may ask for. `depends`: only for some answers. */
export type Needed = {
  readonly label: Text;
  readonly hint: Text | undefined;
  readonly depends: boolean;
  readonly optional: boolean;
};

/** The published half of a service's standard, as far as it follows from its definition. */
export type Standard = {
  readonly needs: readonly Needed[];
  /** What one brings when one comes, and for which step. */
  readonly brings: readonly { readonly what: Text; readonly to: Text }[];
  readonly products: readonly Text[];
  readonly procedure: readonly {
    readonly title: Text;
    readonly by: readonly string[];
    readonly within: WorkTime | null;
  }[];
};

const isFile = (question: Question): boolean => question.field.kind === 'file';

/** The steps in the order in which the file names them, without those that only wait. */
const named = (definition: Definition): readonly Step[] => definition.steps.filter((step) => step.do !== 'wait');

/** @example standardOf(definition).products.map((text) => text.id) // ['Kutipan akta kelahiran', 'Kartu Keluarga', …] */
export function standardOf(definition: Definition): Standard {
  return {
    needs: definition.pages.flatMap((page) =>
      page.questions.filter(isFile).map((question) => ({
        label: question.label,
        hint: question.hint,
        depends: question.when !== undefined || page.when !== undefined,
        optional: question.optional,
      })),
    ),
    products: split(definition.standard.product),
    brings: definition.steps.flatMap((step) => (step.bring ? [{ what: step.bring, to: step.title }] : [])),
    procedure: named(definition).map((step) => ({ title: step.title, by: step.by, within: step.within ?? null })),
  };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A list written as one sentence: its parts, in every language that has as many. */
function split(text: Text): readonly Text[] {
  const parts = Object.entries(text).map(
    ([language, sentence]) => [language, sentence.split(',').map((part) => part.trim())] as const,
  );
  return text.id.split(',').map((part, index) => ({
    ...Object.fromEntries(parts.flatMap(([language, all]) => (all[index] ? [[language, capital(all[index])]] : []))),
    id: capital(part.trim()),
  }));
}
