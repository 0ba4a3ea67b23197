import type { Settled } from './model.ts';

/**
 * The questions open in a repair: those that the officer named, and those that their new answers bring up or leave without an answer.
 * @example openInRepair(settled, ['purpose']) // ['purpose', 'institution'] when the purpose became a school
 */
export function openInRepair({ screens, issues, refusals }: Settled, named: readonly string[]): readonly string[] {
  const open = new Set([...named, ...issues.map(({ question }) => question), ...refusals.map(({ at }) => at)]);
  const unshown = screens
    .filter(({ done }) => !done)
    .flatMap(({ questions }) => (questions.length === 1 ? questions : []));
  return screens.flatMap(({ questions }) => questions).filter((id) => open.has(id) || unshown.includes(id));
}
