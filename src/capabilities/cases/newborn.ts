import { evaluate } from '../../engine/feel/index.ts';
import type { Definition, Effect, Names } from '../../engine/index.ts';
import type { Json } from '../../kernel/json.ts';
import type { Case } from './case.ts';

/** Whether the case is about somebody whom no register knows yet. */
export const isUnborn = (definition: Pick<Definition, 'subject'>): boolean => definition.subject.includes('unborn');

/** What the register said of the one it is for; of a child that is not in it yet, nothing: least of all a parent's number. */
export const subjectFacts = (found: Pick<Case, 'facts'>, definition: Pick<Definition, 'subject'>): Json =>
  isUnborn(definition) ? null : found.facts.subject;

/**
 * Under whose name the case stands on lists and in the print queue. A child that is yet to be recorded is called as the answers call it:
 * by the record that the effect hands to the register.
 */
export function subjectNameOf(found: Case, definition: Definition, names: Names): string {
  if (!isUnborn(definition)) return found.subjectName;
  const birth = effectsOf(definition).find(({ verb }) => verb === 'register.birth');
  const child = birth?.args.find(({ name }) => name === 'child');
  const record = child && evaluate(child.is.tree, names);
  const name = typeof record === 'object' && record !== null && 'name' in record ? record.name : undefined;
  return typeof name === 'string' && name !== '' ? name : found.subjectName;
}

const effectsOf = (definition: Definition): readonly Effect[] =>
  definition.steps.flatMap(({ effects, actions }) => [
    ...effects,
    ...actions.flatMap(({ to }) => to.flatMap((branch) => branch.effects)),
  ]);
