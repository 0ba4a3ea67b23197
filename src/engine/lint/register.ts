import { type Definition, profiles, type Question } from '../definition/model.ts';
import type { Fact, World } from '../definition/world-model.ts';
import type { Report } from './report.ts';

/** Whether a fact can be had: known, asked, or following from facts that can be had. */
function available(facts: Readonly<Record<string, Fact>>, known: readonly string[], name: string): boolean {
  const fact = facts[name];
  if (!fact || known.includes(name) || fact.ask !== null) return true;
  return fact.from?.every((source) => source === 'members' || available(facts, known, source)) ?? false;
}

/** Facts that hold of everybody whom nothing says otherwise of. */
const assumed = new Set(['alive', 'members']);

/** Every fact that is read can be had under each kind of register. */
export function lintRegister(definition: Definition, world: World, report: Report): void {
  const questions = new Map<string, Question>(
    definition.pages.flatMap((page) => page.questions.map((each) => [each.id, each] as const)),
  );
  const kindOf = (root: string): 'person' | 'family' | null => {
    if (root === 'applicant' || root === 'subject') return 'person';
    if (root === 'family') return 'family';
    const kind = questions.get(root)?.field.kind;
    return kind === 'person' || kind === 'family' ? kind : null;
  };
  for (const profile of profiles) {
    for (const read of definition.reads) {
      const [root = '', fact = ''] = read.split('.');
      const kind = kindOf(root);
      if (kind === null || fact === '' || assumed.has(fact)) continue;
      if (!available(world[kind], world.known[profile][kind], fact)) {
        const line = questions.get(root)?.line ?? definition.pages[0]?.line ?? ':0';
        report.error(
          line,
          `"${read}" tidak bisa diketahui di daerah dengan register "${profile}" dan tidak bisa ditanyakan. Pakai fakta lain.`,
        );
      }
    }
  }
  const adminduk = definition.sector === 'RAL.01.23';
  if (adminduk && definition.owner === 'nasional' && definition.standard.fee > 0) {
    report.error(definition.pages[0]?.line ?? ':0', 'Layanan Adminduk gratis (UU 24/2013 Pasal 79A). Tulis fee: 0.');
  }
}
