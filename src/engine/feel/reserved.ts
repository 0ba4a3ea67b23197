/** Words of the language, its built-in names, and the two names that loops give. */
const RESERVED: ReadonlySet<string> = new Set([
  ...['and', 'or', 'not', 'if', 'then', 'else', 'for', 'in', 'return', 'some', 'every', 'satisfies', 'between'],
  ...['true', 'false', 'null', 'function', 'external', 'instance', 'of', 'item', 'partial'],
  ...['count', 'min', 'max', 'sum', 'mean', 'all', 'any', 'append', 'concatenate', 'split', 'string', 'contains'],
  ...['substring', 'floor', 'ceiling', 'round', 'modulo', 'abs', 'date', 'time', 'duration', 'office', 'list'],
]);

/** Whether a part of an id may be used as a name in expressions. @example isName('birthDate') // true */
export const isName = (part: string): boolean => /^[a-z][A-Za-z0-9]*$/.test(part) && !RESERVED.has(part);
