import type { Queryable } from '../../platform/database/index.ts';
import { createClient } from './client.ts';
import type { SatusehatDeps } from './deps.ts';
import { isConnected } from './facility.ts';
import { facilityOf } from './store-facilities.ts';
import type { Tokens } from './tokens.ts';

/** How something that the settings name stands at SATUSEHAT. */
export type Checked = {
  readonly type: 'Organization' | 'Location' | 'Practitioner';
  readonly id: string;
  /** For what of ours it stands. */
  readonly of: string;
  readonly ok: boolean;
  /** SATUSEHAT's words where it isn't. */
  readonly text: string;
};

export function createCheck(deps: SatusehatDeps & { readonly tokens: Tokens }) {
  // The token is the background's to keep.
  const db: Queryable = { query: (text, values) => deps.relay.query({}, text, values) };

  return {
    /**
     * Logs in, and asks for everything that the settings name. Undefined where there are no keys.
     */
    async check(office: string): Promise<readonly Checked[] | { readonly away: string } | undefined> {
      const facility = await facilityOf(db, office);
      if (!facility || !isConnected(facility)) return undefined;
      const client = createClient(deps, facility, db);
      const { polis = {}, doctors = {} } = facility.settings;
      const wanted: Omit<Checked, 'ok' | 'text'>[] = [
        { type: 'Organization', id: facility.organization, of: office },
        ...Object.entries(polis).flatMap(([poli, { location, practitioner }]) => [
          { type: 'Location' as const, id: location, of: poli },
          ...(practitioner ? [{ type: 'Practitioner' as const, id: practitioner, of: poli }] : []),
        ]),
        ...Object.entries(doctors).map(([code, id]) => ({ type: 'Practitioner' as const, id, of: code })),
      ];
      const found: Checked[] = [];
      for (const one of wanted) {
        const said = await client.look(one.type, one.id);
        if (said.kind === 'away') return { away: said.text };
        const fits = said.kind === 'done' && said.resource.resourceType === one.type;
        found.push({ ...one, ok: fits, text: said.kind === 'refused' ? `${said.code} ${said.text}` : '' });
      }
      return found;
    },
  };
}
