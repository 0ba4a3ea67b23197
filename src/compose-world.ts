import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type BpjsRules, bpjsRules } from './capabilities/bpjs/index.ts';
import type { ReplyRules } from './capabilities/cases/index.ts';
import { checkFields, type PaperKind } from './capabilities/documents/index.ts';
import { type KeepingRules, keepingRules } from './capabilities/keeping/index.ts';
import { ambulanceIn, emergencyRules } from './capabilities/queue/index.ts';
import { type SatusehatRules, satusehatRules } from './capabilities/satusehat/index.ts';
import { type Files, printProblem, standardWorld, type World } from './engine/index.ts';
import type { Json } from './kernel/json.ts';
import type { Text } from './kernel/text.ts';
import { ROOT } from './root.ts';

/** Files of the program by path from its root, as the engine asks for them. */
export const programFiles: Files = {
  read: (path) => {
    const file = join(ROOT, path);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  },
};

/** A code table or a kind of paper is written wrong: each fault as `FILE:LINE: message`, as the check of a service prints its own. */
export class WorldTrouble extends Error {}

/** @throws WorldTrouble */
export function readWorld(): World {
  const { world, problems } = standardWorld(programFiles);
  const errors = problems.filter(({ level }) => level === 'error');
  if (errors.length > 0) throw new WorldTrouble(errors.map(printProblem).join('\n'));
  return world;
}

type DocumentYaml = { title: Text; signed: boolean; check: readonly string[]; data?: Json };

/** Every kind of paper: its folder's document.yaml, its number pattern from the code table. */
export function readPaperKinds(world: World): { kinds: Record<string, PaperKind>; shapes: Record<string, Json> } {
  const kinds: Record<string, PaperKind> = {};
  const shapes: Record<string, Json> = {};
  for (const entry of readdirSync(join(ROOT, 'documents'), { withFileTypes: true })) {
    const file = join(ROOT, 'documents', entry.name, 'document.yaml');
    if (!entry.isDirectory() || !existsSync(file)) continue;
    const yaml = parse(readFileSync(file, 'utf8')) as DocumentYaml;
    const check = checkFields.filter((field) => yaml.check.includes(field));
    kinds[entry.name] = {
      title: yaml.title,
      signed: yaml.signed,
      number: world.documents[entry.name]?.number ?? null,
      check,
    };
    shapes[entry.name] = yaml.data ?? {};
  }
  return { kinds, shapes };
}

/** What of BPJS's contract is settled in acceptance tests. */
export const readBpjsRules = (): BpjsRules =>
  bpjsRules.parse(parse(readFileSync(join(ROOT, 'reference/rules/bpjs.yaml'), 'utf8')));

export const readSatusehatRules = (): SatusehatRules =>
  satusehatRules.parse(parse(readFileSync(join(ROOT, 'reference/rules/satusehat.yaml'), 'utf8')));

/** How long each part of what a queue holds of people is kept. */
export const readKeepingRules = (): KeepingRules =>
  keepingRules.parse(parse(readFileSync(join(ROOT, 'reference/rules/keeping.yaml'), 'utf8')));

/** Whom somebody calls in a medical emergency, by region. */
export function readAmbulance(): (region: string | null) => string {
  const rules = emergencyRules.parse(parse(readFileSync(join(ROOT, 'reference/rules/emergency.yaml'), 'utf8')));
  return (region) => ambulanceIn(rules, region);
}

type RepliesYaml = ReplyRules & { readonly regions?: Readonly<Record<string, Partial<ReplyRules>>> };

/** Who answers citizens' words and how long that may take, by region. */
export function readReplies(): (region: string) => ReplyRules {
  const { regions = {}, ...common } = parse(
    readFileSync(join(ROOT, 'reference/rules/replies.yaml'), 'utf8'),
  ) as RepliesYaml;
  return (region) => ({ ...common, ...regions[region] });
}
