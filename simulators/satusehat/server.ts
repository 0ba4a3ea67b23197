import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { guideFaults, isOwn, type Sent } from './guide.ts';
import { faultsOf } from './validate.ts';

/** A Puskesmas as SATUSEHAT knows it. */
export type Partner = {
  readonly organization: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Ids of its Locations, and of the Practitioners who serve there. */
  readonly locations: readonly string[];
  readonly practitioners: readonly string[];
};
export type ServerOptions = {
  readonly clock: () => Date;
  readonly partners: readonly Partner[];
  /** IHS numbers by NIK. */
  readonly people: Readonly<Record<string, string>>;
  /** How long a token is good. */
  readonly tokenSeconds?: number;
};

/** gone: nobody listens · page: an error in HTML · empty: nothing · lost: it is done, and the answer does not arrive. */
export type Weather = 'gone' | 'page' | 'empty' | 'lost' | 'fine';
export type Act = { readonly method: 'POST' | 'PUT'; readonly resource: Sent };
export type SatusehatServer = {
  readonly url: string;
  /** Every resource that was taken, in order. */
  readonly taken: readonly Act[];
  readonly refused: readonly (Act & { readonly why: readonly string[] })[];
  /** How often anybody logged in, or tried to. */
  logins(): number;
  knocks(): number;
  /** How often a NIK was asked for. */
  lookups(): number;
  weather(now: Weather): void;
  /** Somebody whom the register of patients knows from now on. */
  know(nik: string, ihs: string): void;
  /** All tokens given before are void. */
  forget(): void;
  stop(): Promise<void>;
};

const FHIR = '/fhir-r4/v1';
const NIK = 'https://fhir.kemkes.go.id/id/nik|';
const MINUTE = 60_000;
const PAGE = 10;

/** SATUSEHAT on loopback: OAuth2, the register of patients by NIK, Encounters and Conditions; kept in memory. */
export async function startSatusehatServer(o: ServerOptions): Promise<SatusehatServer> {
  const taken: Act[] = [];
  const refused: (Act & { why: readonly string[] })[] = [];
  const tokens = new Map<string, { partner: Partner; until: number }>();
  const failed = new Map<string, number>();
  const people = new Map(Object.entries(o.people));
  const stored = new Map<string, Sent>();
  const counts = { knocks: 0, logins: 0, lookups: 0 };
  let weather: Weather = 'fine';
  const now = (): number => o.clock().getTime();

  function handle(request: IncomingMessage, response: ServerResponse, text: string): unknown {
    if (weather === 'gone') return void request.socket.destroy();
    if (weather === 'empty') return void response.writeHead(200).end();
    if (weather === 'page') return void response.writeHead(503, { 'content-type': 'text/html' }).end('<h1>503</h1>');
    const url = new URL(request.url ?? '/', 'http://satusehat');
    if (url.pathname === '/oauth2/v1/accesstoken') return login(request, response, url, text);
    const partner = partnerOf(request);
    if (!partner) return outcome(response, 401, 'login', ['Invalid access token']);
    if (!url.pathname.startsWith(`${FHIR}/`)) return outcome(response, 404, 'not-found', ['no such path']);
    const [type = '', id] = url.pathname.slice(FHIR.length + 1).split('/');
    if (request.method === 'GET') return id ? read(response, partner, type, id) : search(response, partner, type, url);
    const method = request.method === 'POST' && !id ? 'POST' : request.method === 'PUT' && id ? 'PUT' : undefined;
    if (!method) return outcome(response, 405, 'not-supported', ['method']);
    write(request, response, partner, { method, resource: jsonOf(text) }, type, id);
  }

  function login(request: IncomingMessage, response: ServerResponse, url: URL, text: string): unknown {
    counts.logins += 1;
    const form = new URLSearchParams(text);
    const clientId = form.get('client_id') ?? '';
    if ((failed.get(clientId) ?? 0) > now()) return send(response, 429, { error: 'slow_down' });
    const partner = o.partners.find((one) => one.clientId === clientId);
    const fits =
      request.method === 'POST' &&
      url.searchParams.get('grant_type') === 'client_credentials' &&
      request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') &&
      partner?.clientSecret === form.get('client_secret');
    if (!partner || !fits) {
      failed.set(clientId, now() + MINUTE);
      return send(response, 401, { error: 'invalid_client', Error: 'Invalid client identifier' });
    }
    const token = randomBytes(21).toString('base64url');
    const seconds = o.tokenSeconds ?? 3599;
    tokens.set(token, { partner, until: now() + seconds * 1000 });
    send(response, 200, {
      ...{ token_type: 'BearerToken', access_token: token, issued_at: String(now()), expires_in: String(seconds) },
      ...{ organization_name: partner.organization, scope: '', status: 'approved', refresh_count: '0' },
    });
  }

  function partnerOf(request: IncomingMessage): Partner | undefined {
    const known = tokens.get((request.headers.authorization ?? '').replace(/^Bearer /, ''));
    return known && known.until > now() ? known.partner : undefined;
  }

  const has = (partner: Partner) => (reference: string | undefined) => {
    const [type, id = ''] = (reference ?? '').split('/');
    if (type === 'Organization') return id === partner.organization;
    if (type === 'Location') return partner.locations.includes(id);
    if (type === 'Practitioner') return partner.practitioners.includes(id);
    if (type === 'Patient') return [...people.values()].includes(id);
    return stored.has(`${type}/${id}`);
  };
  const heldBy = (partner: Partner) => ({
    ...{ organization: partner.organization, has: has(partner) },
    encounterOf: (condition: string): string | undefined => stored.get(condition)?.encounter?.reference,
  });

  function read(response: ServerResponse, partner: Partner, type: string, id: string): unknown {
    const own = stored.get(`${type}/${id}`);
    if (own) return send(response, 200, own);
    if (!has(partner)(`${type}/${id}`)) return outcome(response, 404, 'not-found', [`${type}/${id}`]);
    send(response, 200, { resourceType: type, id });
  }

  function search(response: ServerResponse, partner: Partner, type: string, url: URL): unknown {
    if (type === 'Patient') {
      counts.lookups += 1;
      const asked = url.searchParams.get('identifier') ?? '';
      if (!asked.startsWith(NIK)) return outcome(response, 400, 'required', ['identifier']);
      const ihs = people.get(asked.slice(NIK.length));
      return bundle(response, url, ihs === undefined ? [] : [{ resourceType: 'Patient', id: ihs, active: true }]);
    }
    const subject = url.searchParams.get('subject')?.replace(/^Patient\//, '');
    if (type !== 'Encounter' || !subject) return outcome(response, 400, 'required', ['subject']);
    const all = [...stored.values()].filter(
      (one) =>
        one.resourceType === 'Encounter' &&
        one.subject.reference === `Patient/${subject}` &&
        isOwn(one, heldBy(partner)),
    );
    bundle(response, url, all);
  }

  function bundle(response: ServerResponse, url: URL, all: readonly Sent[]): void {
    const from = Number(url.searchParams.get('from') ?? 0);
    const next = new URL(url);
    next.searchParams.set('from', String(from + PAGE));
    send(response, 200, {
      ...{ resourceType: 'Bundle', type: 'searchset', total: all.length },
      link: all.length > from + PAGE ? [{ relation: 'next', url: `${base}${next.pathname}${next.search}` }] : [],
      entry: all.slice(from, from + PAGE).map((resource) => ({
        ...{ fullUrl: `${base}${FHIR}/${resource.resourceType}/${resource.id}`, resource },
      })),
    });
  }

  function write(
    request: IncomingMessage,
    response: ServerResponse,
    partner: Partner,
    act: Act,
    type: string,
    id: string | undefined,
  ): unknown {
    const { resource, method } = act;
    const why = faults(partner, act, type, id);
    if (why) {
      refused.push({ ...act, why: why.texts });
      return outcome(response, why.status, why.code, why.texts);
    }
    const whole = { ...resource, id: id ?? randomUUID() };
    stored.set(`${type}/${whole.id}`, whole);
    taken.push({ method, resource: whole });
    if (weather === 'lost') return void request.socket.destroy();
    send(response, method === 'POST' ? 201 : 200, whole);
  }

  function faults(
    partner: Partner,
    { method, resource }: Act,
    type: string,
    id: string | undefined,
  ): { status: number; code: string; texts: readonly string[] } | undefined {
    if (resource?.resourceType !== type || !['Encounter', 'Condition'].includes(type))
      return { status: 400, code: 'structure', texts: ['resourceType'] };
    const found = faultsOf(resource);
    if (found.length > 0) return { status: 400, code: 'invalid', texts: found.map(({ by, text }) => `${by}: ${text}`) };
    const held = heldBy(partner);
    if (type === 'Condition')
      return held.has(resource.encounter?.reference)
        ? undefined
        : { status: 400, code: 'value', texts: ['Condition.encounter'] };
    if (!isOwn(resource, held))
      return { status: 403, code: 'business-rule', texts: ['resource cannot be accessed due to business rule'] };
    const before = id === undefined ? undefined : stored.get(`${type}/${id}`);
    if (method === 'PUT' && !before) return { status: 404, code: 'not-found', texts: [`Encounter/${id}`] };
    const { value } = resource.identifier?.[0] ?? {};
    const twin = [...stored.values()].some((one) => one.resourceType === type && one.identifier?.[0]?.value === value);
    if (method === 'POST' && twin) return { status: 400, code: 'duplicate', texts: ['Encounter.identifier'] };
    const texts = guideFaults(resource, held, before);
    return texts.length > 0 ? { status: 400, code: 'value', texts } : undefined;
  }

  const server = createServer((request, response) => {
    counts.knocks += 1;
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => handle(request, response, Buffer.concat(parts).toString('utf8')));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...{ url: base, taken, refused, knocks: () => counts.knocks },
    ...{ logins: () => counts.logins, lookups: () => counts.lookups },
    weather: (then) => {
      weather = then;
    },
    know: (nik, ihs) => void people.set(nik, ihs),
    forget: () => tokens.clear(),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function jsonOf(sent: string): unknown {
  try {
    return JSON.parse(sent);
  } catch {
    return undefined;
  }
}

const outcome = (response: ServerResponse, status: number, code: string, texts: readonly string[]): void =>
  send(response, status, {
    resourceType: 'OperationOutcome',
    issue: texts.map((text) => ({ severity: 'error', code, details: { text } })),
  });

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
