import * as z from 'zod';
import type { Queryable } from '../../platform/database/index.ts';
import type { SatusehatDeps } from './deps.ts';
import type { Connected } from './facility.ts';
import { jsonOf, NoToken, type Tokens } from './tokens.ts';

/** What SATUSEHAT said. away: it can't be reached, or means the whole connection; the same may be asked again. */
export type Said =
  | { readonly kind: 'done'; readonly resource: z.infer<typeof resource> }
  | { readonly kind: 'refused'; readonly code: string; readonly text: string; readonly duplicate: boolean }
  | { readonly kind: 'away'; readonly text: string };

const resource = z.looseObject({
  resourceType: z.string(),
  id: z
    .string()
    .regex(/^[A-Za-z0-9.-]{1,64}$/)
    .optional(),
});
const bundle = z.looseObject({
  total: z.number().optional(),
  link: z.array(z.looseObject({ relation: z.string(), url: z.string() })).optional(),
  entry: z.array(z.looseObject({ resource: resource.optional() })).optional(),
});
const outcome = z.looseObject({
  issue: z.array(
    z.looseObject({
      code: z.string().optional(),
      diagnostics: z.string().optional(),
      details: z.looseObject({ text: z.string().optional() }).optional(),
      expression: z.array(z.string()).optional(),
    }),
  ),
});
const numbered = z.looseObject({
  identifier: z.array(z.looseObject({ system: z.string().optional(), value: z.string().optional() })).optional(),
});

const MOST_TEXT = 300;
const MOST_PAGES = 10;

/** What is kept of SATUSEHAT's words: no number of a person. */
const plain = (text: string): string => text.replaceAll(/[A-Z]?\d{8,}/g, '…').slice(0, MOST_TEXT);

export type Client = ReturnType<typeof createClient>;

/** One Puskesmas that speaks to SATUSEHAT. @param db where its token is kept */
export function createClient(
  deps: Pick<SatusehatDeps, 'rules' | 'fetch'> & { readonly tokens: Tokens },
  facility: Connected,
  db: Queryable,
) {
  const { rules, tokens } = deps;
  const base = `${facility.url}${rules.paths.fhir}`;

  async function ask(method: 'GET' | 'POST' | 'PUT', url: string, body?: object, again = true): Promise<Said> {
    let token: string;
    try {
      token = await tokens.of(db, facility);
    } catch (error) {
      if (error instanceof NoToken) return { kind: 'away', text: error.message };
      throw error;
    }
    let status: number;
    let text: string;
    try {
      const reply = await deps.fetch(url, {
        ...{ method, redirect: 'error' },
        headers: {
          ...{ authorization: `Bearer ${token}`, accept: 'application/json' },
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(rules.timeoutSeconds * 1000),
      });
      status = reply.status;
      text = await reply.text();
    } catch {
      return { kind: 'away', text: 'no answer' };
    }
    if (status === 401 && again) {
      // Ended before its time: one more login, and then it is the connection.
      await tokens.drop(db, facility);
      return ask(method, url, body, false);
    }
    if (status >= 500 || status < 200 || (status >= 300 && status < 400) || rules.awayStatuses.includes(status))
      return { kind: 'away', text: `HTTP ${status}` };
    const json = jsonOf(text);
    if (status >= 400) return refusalOf(status, json);
    const read = resource.safeParse(json);
    return read.success ? { kind: 'done', resource: read.data } : { kind: 'away', text: 'unreadable' };
  }

  function refusalOf(status: number, json: unknown): Said {
    const read = outcome.safeParse(json);
    // A wall in between says no in HTML: that is not about the message.
    if (!read.success) return { kind: 'away', text: `HTTP ${status}` };
    const { issue } = read.data;
    const words = issue.map(({ code, details, diagnostics, expression }) =>
      [code, details?.text ?? diagnostics, expression?.join(' ')].filter((word) => word).join(' '),
    );
    const duplicate = issue.some(({ code }) => code === 'duplicate');
    return { kind: 'refused', code: String(status), text: plain(words.join('; ')), duplicate };
  }

  async function* pages(first: string): AsyncGenerator<z.infer<typeof bundle> | Said> {
    let url: string | undefined = first;
    for (let i = 0; url !== undefined && i < MOST_PAGES; i++) {
      const said = await ask('GET', url);
      const read = said.kind === 'done' ? bundle.safeParse(said.resource) : undefined;
      if (!read?.success) {
        yield said.kind === 'done' ? { kind: 'away', text: 'unreadable' } : said;
        return;
      }
      yield read.data;
      const next: string | undefined = read.data.link?.find(({ relation }) => relation === 'next')?.url;
      // Nobody is sent elsewhere with our token.
      url = next?.startsWith(`${facility.url}/`) ? next : undefined;
    }
  }

  return {
    /** Ids of everybody who bears this NIK there. */
    async patientsByNik(nik: string): Promise<readonly string[] | Said> {
      const identifier = `${rules.systems.nik}|${nik}`;
      const found: string[] = [];
      for await (const page of pages(`${base}/Patient?identifier=${encodeURIComponent(identifier)}`)) {
        if ('kind' in page) return page as Said;
        for (const one of page.entry ?? []) if (one.resource?.id) found.push(one.resource.id);
      }
      return found;
    },
    /** The Encounter that bears our number, among those of its patient: SATUSEHAT documents no other look-up. */
    async encounterOf(patient: string, system: string, value: string): Promise<string | null | Said> {
      for await (const page of pages(`${base}/Encounter?subject=${encodeURIComponent(patient)}`)) {
        if ('kind' in page) return page as Said;
        const mine = (page.entry ?? []).find((one) =>
          numbered
            .safeParse(one.resource)
            .data?.identifier?.some((known) => known.system === system && known.value === value),
        );
        if (mine?.resource?.id) return mine.resource.id;
      }
      return null;
    },
    create: (encounter: object): Promise<Said> => ask('POST', `${base}/Encounter`, encounter),
    update: (id: string, encounter: object): Promise<Said> => ask('PUT', `${base}/Encounter/${id}`, encounter),
    /** Whether something that the settings name is there. */
    look: (type: 'Organization' | 'Location' | 'Practitioner', id: string): Promise<Said> =>
      ask('GET', `${base}/${type}/${encodeURIComponent(id)}`),
  };
}
