import { compileCall, type Scope } from '../feel/index.ts';
import type { Desk } from './desk.ts';
import type { Effect } from './model.ts';
import { lineOf } from './source.ts';

/** Checks each effect against its verb as a compiler checks a call. */
export function compileEffects(desk: Desk, sources: readonly string[], scope: Scope): readonly Effect[] {
  return sources.flatMap((source, i): Effect[] => {
    const line = lineOf(sources, i);
    const result = compileCall(source, scope, desk.world.verbs);
    if (!result.ok) {
      for (const { message } of result.problems) desk.error(line, `${message.id} (di: ${source})`);
      return [];
    }
    const { verb, args, params, as, reads } = result.value;
    for (const name of reads) desk.read.add(name);
    return [{ verb, as, line, args: args.map((is, at) => ({ name: params[at] ?? '', is })) }];
  });
}

/** The names that effects give to what they make. */
export function madeBy(desk: Desk, effects: readonly Effect[]): Scope {
  const named = effects.flatMap(({ verb, as }) => {
    const type = desk.world.verbs[verb]?.result;
    return as !== null && type ? [[as, { type, nullable: false }] as const] : [];
  });
  return Object.fromEntries(named);
}
