import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import type { Config } from '../../platform/config.ts';
import type { Workshop } from './workshop.ts';

/** What a person reads, in both languages. */
export type Both = { readonly id: string; readonly en: string };

/** A refusal that the operator can do something about: printed as one sentence, without a stack. */
export class OperatorTrouble extends Error {
  constructor(id: string, en: string) {
    super(`${id} / ${en}`);
    this.name = 'OperatorTrouble';
  }
}

export type Terminal = { readonly out: (text: string) => void; readonly err: (text: string) => void };

export type Given = {
  /** Words that are no options: files, folders. */
  readonly files: readonly string[];
  /** The option's text; undefined when it was not written. */
  text(name: string): string | undefined;
  flag(name: string): boolean;
};

export type Bench = { readonly config: Config; readonly workshop: Workshop; readonly terminal: Terminal };

export type Command = {
  /** As it is typed, e.g. `kantor impor`. */
  readonly name: string;
  /** What follows the name, e.g. `FILE.csv`. */
  readonly usage: string;
  readonly summary: Both;
  /** More lines for `--help`: options, files, exit codes. */
  readonly help: Both;
  readonly options?: ParseArgsOptionsConfig;
  /** @returns the exit code: 0 done, 1 looked and found something wrong */
  readonly run: (given: Given, bench: Bench) => Promise<number>;
};

/** @throws OperatorTrouble at an option that the command does not know */
export function readWords(command: Command, words: readonly string[]): Given {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: command.options ?? {},
      allowPositionals: true,
    });
    return {
      files: positionals,
      text: (name) => (typeof values[name] === 'string' ? values[name] : undefined),
      flag: (name) => values[name] === true,
    };
  } catch (error) {
    const option = /'(-[^' ]+)/.exec(error instanceof Error ? error.message : '')?.[1] ?? '';
    throw new OperatorTrouble(
      `${command.name}: pilihan ${option} tidak dikenal atau isinya kurang; lihat ${command.name} --help`,
      `option ${option} is unknown or lacks its value; see ${command.name} --help`,
    );
  }
}

/** The one thing that a command needs after its name. @throws OperatorTrouble when it is missing or there is more */
export function only(command: string, what: string, files: readonly string[]): string {
  const [one, ...more] = files;
  if (one !== undefined && more.length === 0) return one;
  throw new OperatorTrouble(
    `${command}: tulis tepat satu ${what}; lihat ${command} --help`,
    `write exactly one ${what}; see ${command} --help`,
  );
}
