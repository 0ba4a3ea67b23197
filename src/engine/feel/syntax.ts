/** Where a node stands in the source: offsets [from, to). */
export type Span = { readonly from: number; readonly to: number };

/** One of the tests to the right of `in`. */
export type Test =
  | { readonly kind: 'compare'; readonly op: CompareOp; readonly value: Node }
  | { readonly kind: 'range'; readonly low: Node; readonly high: Node; readonly open: readonly [boolean, boolean] }
  | { readonly kind: 'value'; readonly value: Node };

export type CompareOp = '=' | '!=' | '<' | '<=' | '>' | '>=';
export type ArithmeticOp = '+' | '-' | '*' | '/' | '**';
export type Loop = 'some' | 'every' | 'for';

/** An expression as written, freed from the parser's own shapes. */
export type Node = Span &
  (
    | { readonly kind: 'literal'; readonly value: null | boolean | number | string }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'path'; readonly of: Node; readonly name: string; readonly at: Span }
    | { readonly kind: 'filter'; readonly of: Node; readonly test: Node }
    | { readonly kind: 'call'; readonly name: string; readonly at: Span; readonly args: readonly Node[] }
    | { readonly kind: 'arithmetic'; readonly op: ArithmeticOp; readonly left: Node; readonly right: Node }
    | { readonly kind: 'negate'; readonly of: Node }
    | { readonly kind: 'compare'; readonly op: CompareOp; readonly left: Node; readonly right: Node }
    | { readonly kind: 'in'; readonly value: Node; readonly tests: readonly Test[] }
    | { readonly kind: 'junction'; readonly op: 'and' | 'or'; readonly left: Node; readonly right: Node }
    | { readonly kind: 'if'; readonly test: Node; readonly yes: Node; readonly no: Node }
    | { readonly kind: 'loop'; readonly loop: Loop; readonly name: string; readonly list: Node; readonly body: Node }
    | { readonly kind: 'list'; readonly items: readonly Node[] }
  );

export type NodeOf<K extends Node['kind']> = Extract<Node, { readonly kind: K }>;
