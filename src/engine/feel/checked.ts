import type { Text } from '../../kernel/text.ts';
import type { Node, Span } from './syntax.ts';
import { type Problem, type Scope, simple, type Type } from './types.ts';
import type { Tree } from './values.ts';

/** A checked expression: what runs, and everything known about its value. */
export type Checked = Span & {
  readonly tree: Tree;
  readonly type: Type;
  readonly nullable: boolean;
  /** What is written here when it may be absent: the names to speak of. */
  readonly because: readonly string[];
  /** Names that must be present for this to have a value. */
  readonly needs: readonly string[];
  /** Names that are present when this is true, and when it is false. */
  readonly yes: readonly string[];
  readonly no: readonly string[];
  /** The dotted path its items were read from, if it comes straight from names. */
  readonly origin?: string;
  /** Written out as a constant. */
  readonly constant?: boolean;
};

/** A name that stands for one item of a list; `spread` lets the item's fields be named alone, as in a filter. */
export type Local = {
  readonly name: string;
  readonly type: Type;
  readonly nullable: boolean;
  readonly spread: boolean;
  readonly origin: string | undefined;
};

export type Context = {
  readonly source: string;
  readonly scope: Scope;
  readonly locals: readonly Local[];
  readonly proven: ReadonlySet<string>;
  readonly problems: Problem[];
  readonly reads: Set<string>;
};

export type Check = (node: Node, context: Context) => Checked;

export const report = (context: Context, span: Span, message: Text): void => {
  context.problems.push({ from: span.from, to: span.to, message });
};

export const spanOf = ({ from, to }: Span): Span => ({ from, to });

type Known = Partial<Pick<Checked, 'because' | 'needs' | 'yes' | 'no' | 'origin' | 'constant'>>;

export const checked = (span: Span, tree: Tree, type: Type, nullable: boolean, known: Known = {}): Checked => ({
  ...{ because: [], needs: [], yes: [], no: [], ...known },
  ...spanOf(span),
  tree,
  type,
  nullable,
});

/** What stands in for something that was refused, so that the rest is still checked. */
export const unknown = (span: Span): Checked => checked(span, null, simple('any'), false);

export const withProof = (context: Context, names: readonly string[]): Context =>
  names.length === 0 ? context : { ...context, proven: new Set([...context.proven, ...names]) };

export const written = (context: Context, span: Span): string => {
  const text = context.source.slice(span.from, span.to).replace(/\s+/g, ' ').trim();
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};

export const union = (...lists: readonly (readonly string[])[]): readonly string[] => [...new Set(lists.flat())];
export const common = (a: readonly string[], b: readonly string[]): readonly string[] => a.filter((x) => b.includes(x));
