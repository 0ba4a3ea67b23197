import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Files } from '../../engine/index.ts';
import { OperatorTrouble } from './command.ts';

/** One definition on any disk, seen as the engine sees the program's own: `services/…/service.yaml`. */
export type ServiceFile = {
  /** As the engine names it. */
  readonly path: string;
  readonly files: Files;
  /** What was read, by the engine's names: kept with a published version. */
  readonly taken: ReadonlyMap<string, string>;
  /** The engine's name of a file → as a person at this terminal would type it. */
  readonly shown: (path: string) => string;
};

const HOME = /(?:nasional|daerah\/[^/]+)\/[^/]+\/service\.yaml$/;
const INSIDE = /(?:nasional|daerah)\/.*$/;

/**
 * A file that lies as `…/nasional/<id>/service.yaml` or `…/daerah/<code>/<id>/service.yaml` brings the blocks beside it; blocks that are
 * not there, and those of a file that lies anywhere else, come from the program.
 */
export function serviceFile(file: string, programRoot: string): ServiceFile {
  const whole = resolve(file);
  const home = HOME.exec(whole)?.[0];
  const path = `services/${home ?? 'service.yaml'}`;
  const base = home === undefined ? dirname(whole) : whole.slice(0, -home.length);
  const taken = new Map<string, string>();

  const places = (wanted: string): readonly string[] => {
    if (wanted === path) return [whole];
    const inside = INSIDE.exec(wanted)?.[0];
    const own = join(base, inside ?? basename(wanted));
    return inside === undefined ? [own] : [own, join(programRoot, 'services', inside)];
  };
  const found = (wanted: string): string | undefined => places(wanted).find((place) => existsSync(place));
  return {
    path,
    taken,
    files: {
      read: (wanted) => {
        const place = found(wanted);
        if (place === undefined) return undefined;
        const text = readFileSync(place, 'utf8');
        taken.set(wanted, text);
        return text;
      },
    },
    shown: (wanted) => (wanted === path ? file : nearest(found(wanted) ?? places(wanted)[0] ?? wanted)),
  };
}

const nearest = (place: string): string => {
  const from = relative(process.cwd(), place);
  return from.startsWith('..') ? place : from;
};

/** Files as named, and every `service.yaml` below named folders. @throws OperatorTrouble at one that is not there */
export function namedServices(command: string, words: readonly string[]): readonly string[] {
  if (words.length === 0)
    throw new OperatorTrouble(`${command}: tulis FILE; lihat ${command} --help`, `write FILE; see ${command} --help`);
  return words.flatMap((word) => {
    const seen = statSync(word, { throwIfNoEntry: false });
    if (!seen) throw new OperatorTrouble(`${word} tidak ada; periksa namanya`, `there is no ${word}; check its name`);
    if (!seen.isDirectory()) return [word];
    return readdirSync(word, { recursive: true, encoding: 'utf8' })
      .filter((name) => basename(name) === 'service.yaml')
      .map((name) => join(word, name))
      .sort();
  });
}
