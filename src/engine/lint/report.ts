import type { Line, Problem } from '../definition/model.ts';
import { problem } from '../definition/source.ts';

/** What a rule of the linter finds, written down as it goes. */
export type Report = {
  readonly error: (line: Line, message: string) => void;
  readonly warn: (line: Line, message: string) => void;
  readonly all: Problem[];
};

export function createReport(): Report {
  const all: Problem[] = [];
  return {
    all,
    error: (line, message) => void all.push(problem(line, message)),
    warn: (line, message) => void all.push(problem(line, message, 'warn')),
  };
}
