import { isUuid } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { ADULT_AGE, isAdult } from './authority.ts';
import { tooYoung } from './bound.ts';
import type { KnownPerson, Tools } from './deps.ts';
import { eventOf } from './sessions.ts';
import { insertEvent, own } from './store.ts';
import { endVisit, extendVisit, findVisit, insertVisit, openVisits, type Visit } from './visit-store.ts';

/** Without a page of it a visit is over; and after this long somebody shows his card again, however busy the officer was. */
const VISIT_MINUTES = 60;
const MOST_MINUTES = 4 * 60;
/** Not every page is a write. */
const EXTENDS_EVERY = 5;

const later = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * 60_000);

/** Somebody comes to a counter. `key`: made with the officer's page, so that a page sent twice is one visit. */
export type Coming = { readonly officer: string; readonly office: string; readonly key: string };

/** Who stands at a counter. What an officer does for somebody rests on an open visit of his own. */
export function createVisits(t: Tools) {
  const regionOf = (office: string): string => office.slice(0, office.indexOf('/'));

  async function goesOn(visit: Visit): Promise<Visit> {
    const [idle, most] = [later(t.clock(), VISIT_MINUTES), later(visit.beganAt, MOST_MINUTES)];
    const endsAt = idle < most ? idle : most;
    if (endsAt < later(visit.endsAt, EXTENDS_EVERY) && endsAt < most) return visit;
    if (endsAt <= visit.endsAt) return visit;
    const extended = await extendVisit(t.db, visit, endsAt, t.clock());
    return extended ? { ...visit, endsAt } : visit;
  }

  return {
    /** The officer saw who it is, by this paper. Allowed by `can(…, 'person.search', …)`; whoever shows the page logs the look. */
    async beginVisit(
      at: Coming,
      nik: string,
      document: string,
    ): Promise<{ readonly visit: Visit; readonly known: KnownPerson }> {
      if (!isUuid(at.key)) throw new Refusal('accounts/visit-over', 409);
      const known = await t.identity.byNik(nik);
      if (!known) throw new Refusal('accounts/no-such-person', 404);
      if (known.region !== regionOf(at.office))
        throw new Refusal('accounts/other-region', 422, { region: known.region });
      if (!isAdult(known, await t.todayIn(known.region))) throw tooYoung(ADULT_AGE);
      const now = t.clock();
      const visit: Visit = {
        ...{ id: at.key, officer: at.officer, office: at.office, person: known.person, personRegion: known.region },
        ...{ document, beganAt: now, endsAt: later(now, VISIT_MINUTES) },
      };
      await t.db.transaction(own(at.officer, known.person), async (tx) => {
        if (!(await insertVisit(tx, visit))) return;
        await insertEvent(
          tx,
          eventOf(t, known.person, at.officer, 'datang-ke-loket', { visit: visit.id, document }, at.office),
        );
      });
      const before = await findVisit(t.db, at.officer, visit.id);
      if (before?.person !== known.person) throw new Refusal('accounts/visit-over', 409);
      return { visit: before, known };
    },

    /** An open visit of this officer; undefined when it is over, another's or none. `id` as an address or a form brought it. */
    async visitOf(officer: string, id: string): Promise<Visit | undefined> {
      if (!isUuid(id)) return undefined;
      const visit = await findVisit(t.db, officer, id);
      return visit && visit.endsAt > t.clock() ? goesOn(visit) : undefined;
    },

    /** The officer is still busy with whoever stands there: what he types isn't lost by the clock. */
    goesOn,

    /** The newest first. */
    openVisits: (officer: string): Promise<readonly Visit[]> => openVisits(t.db, officer, t.clock()),

    endVisit: (officer: string, id: string): Promise<unknown> => endVisit(t.db, officer, id, t.clock()),
  };
}
