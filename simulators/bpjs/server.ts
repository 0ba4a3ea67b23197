import { createCipheriv, createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import LZString from 'lz-string';

/** A facility as BPJS knows it. */
export type Consumer = { readonly consId: string; readonly consSecret: string; readonly userKey: string };
export type Doctor = {
  readonly kodedokter: number;
  readonly namadokter: string;
  readonly jampraktek: string;
  readonly kapasitas: number;
};
export type ServerOptions = {
  readonly clock: () => Date;
  readonly consumers: readonly Consumer[];
  /** Doctors by poli; the same on every day. */
  readonly polis: Readonly<Record<string, { readonly namapoli: string; readonly doctors: readonly Doctor[] }>>;
  /** Whether who was called may have another number of the same poli that day; nobody outside BPJS knows. */
  readonly again?: boolean;
  /** Spelling of the clear part. */
  readonly metadata?: 'metadata' | 'metaData';
  /** 0 for any free port. */
  readonly port?: number;
};

/** lost: it takes what it is told, and that answer gets lost · gone: nobody listens · page: an error in HTML · empty: nothing · slow: no answer · coded: an answer with a code of its own. */
export type Weather = 'lost' | 'gone' | 'page' | 'empty' | 'slow' | 'coded' | 'fine';
export type Act = {
  readonly action: 'add' | 'panggil' | 'batal';
  // biome-ignore lint/suspicious/noExplicitAny: as it came
  readonly body: any;
  readonly consId: string;
};
export type BpjsServer = {
  readonly url: string;
  /** Every act that was taken, in order. */
  readonly taken: readonly Act[];
  /** Every act that was refused, with why. */
  readonly refused: readonly (Act & { readonly why: string })[];
  /** How often anybody knocked, whatever the weather. */
  knocks(): number;
  weather(now: Weather): void;
  /** What a second `panggil` of the same moment and answer meets: nobody outside BPJS knows. */
  again(how: 'taken' | 'refused'): void;
  /** How often a `panggil` came that was there already, word for word. */
  repeats(): number;
  /** A number that a member took by Mobile JKN is known here without an `add`. */
  remember(of: { readonly nomorkartu: string; readonly kodepoli: string; readonly tanggalperiksa: string }): void;
  stop(): Promise<void>;
};

/** A clock that is off by more than this is refused. */
const SKEW_SECONDS = 300;
const BASE = '/antreanfktp_dev';

/** BPJS's side of "Antrean Online FKTP" on loopback: checks who asks, encrypts what it says, takes an act once. */
export async function startBpjsServer(o: ServerOptions): Promise<BpjsServer> {
  const taken: Act[] = [];
  const refused: (Act & { why: string })[] = [];
  const called = new Set<string>();
  let again: 'taken' | 'refused' = 'taken';
  let repeats = 0;
  const held = new Map<string, 'active' | 'called' | 'cancelled'>();
  let weather: Weather = 'fine';
  let knocks = 0;

  const spelled = (code: number, message: string) => ({ [o.metadata ?? 'metadata']: { code, message } });

  function handle(request: IncomingMessage, response: ServerResponse, text: string): unknown {
    if (weather === 'gone') return void request.socket.destroy();
    if (weather === 'slow') return;
    if (weather === 'empty') return void response.writeHead(200).end();
    if (weather === 'page')
      return void response
        .writeHead(503, { 'content-type': 'text/html' })
        .end('<html><body>503 Service Unavailable</body></html>');
    if (weather === 'coded') return send(response, spelled(500, 'Terjadi kesalahan pada server'));
    const timestamp = String(request.headers['x-timestamp'] ?? '');
    const consumer = o.consumers.find(({ consId }) => consId === request.headers['x-cons-id']);
    const why = consumer ? refusal(request, consumer, timestamp) : 'Consumer tidak dikenal';
    if (!consumer || why) return send(response, spelled(401, why ?? ''));
    const path = (request.url ?? '').slice(BASE.length);
    if (request.method === 'GET') return look(response, path, consumer, timestamp);
    const [, action] = /^\/antrean\/(add|panggil|batal)$/.exec(path) ?? [];
    if (request.method !== 'POST' || !action) return send(response, spelled(404, 'Layanan tidak ditemukan'));
    act(response, { action: action as Act['action'], body: jsonOf(text), consId: consumer.consId });
  }

  function refusal(request: IncomingMessage, consumer: Consumer, timestamp: string): string | undefined {
    const age = Math.abs(o.clock().getTime() / 1000 - Number(timestamp));
    if (!/^\d{10}$/.test(timestamp) || !(age <= SKEW_SECONDS)) return 'Timestamp tidak sesuai';
    const wanted = createHmac('sha256', consumer.consSecret).update(`${consumer.consId}&${timestamp}`).digest('base64');
    if (request.headers['x-signature'] !== wanted) return 'Signature tidak sesuai';
    return request.headers.user_key === consumer.userKey ? undefined : 'User key tidak sesuai';
  }

  function look(response: ServerResponse, path: string, consumer: Consumer, timestamp: string): unknown {
    const [, poli] = /^\/ref\/dokter\/kodepoli\/([^/]+)\/tanggal\/\d{4}-\d\d-\d\d$/.exec(path) ?? [];
    const list = poli
      ? (o.polis[poli]?.doctors ?? [])
      : /^\/ref\/poli\/tanggal\/\d{4}-\d\d-\d\d$/.test(path)
        ? Object.entries(o.polis).map(([kodepoli, { namapoli }]) => ({
            ...{ namapoli, nmsubspesialis: '-', kdsubspesialis: '-', kodepoli },
          }))
        : undefined;
    if (!list) return send(response, spelled(404, 'Layanan tidak ditemukan'));
    if (list.length === 0) return send(response, spelled(201, 'Data tidak ditemukan'));
    send(response, { ...spelled(1, 'OK'), response: closed(JSON.stringify({ list }), consumer, timestamp) });
  }

  function act(response: ServerResponse, one: Act): unknown {
    const fault = faultOf(one.action, one.body);
    const same = fault === undefined && one.action === 'panggil' && called.has(wordsOf(one));
    if (same) {
      repeats += 1;
      if (again === 'taken') return send(response, spelled(200, 'Ok'));
    }
    const why = fault ?? (same ? 'Antrean sudah dipanggil' : order(one));
    if (why) {
      refused.push({ ...one, why });
      return send(response, spelled(201, why));
    }
    taken.push(one);
    if (one.action === 'panggil') called.add(wordsOf(one));
    if (weather === 'lost') return void response.socket?.destroy();
    send(response, spelled(200, 'Ok'));
  }

  /** A number is added once, and only what was added is called or cancelled. */
  function order({ action, body, consId }: Act): string | undefined {
    // Who is no member has no name here but his NIK, and that only in an add.
    const name = keyOf(consId, body.nomorkartu === '' ? { ...body, nomorkartu: body.nik } : body);
    const now = held.get(name);
    const there = now === 'active' || now === 'called';
    if (action === 'add' && there && !(o.again && now === 'called')) return 'Data antrean sudah ada';
    if (action !== 'add' && !there) return 'Antrean tidak ditemukan';
    held.set(name, AFTER[action]);
    return undefined;
  }

  const server = createServer((request, response) => {
    knocks += 1;
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => handle(request, response, Buffer.concat(parts).toString('utf8')));
  });
  await new Promise<void>((resolve) => server.listen(o.port ?? 0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${BASE}`,
    ...{ taken, refused, knocks: () => knocks, repeats: () => repeats },
    again: (how) => {
      again = how;
    },
    weather: (now) => {
      weather = now;
    },
    remember: (of) => void held.set(keyOf(o.consumers[0]?.consId ?? '', of), 'active'),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const AFTER = { add: 'active', panggil: 'called', batal: 'cancelled' } as const;
const wordsOf = ({ consId, body }: Act): string => `${consId} ${JSON.stringify(body)}`;
const keyOf = (
  consId: string,
  of: { readonly nomorkartu: string; readonly kodepoli: string; readonly tanggalperiksa: string },
): string => `${consId} ${of.nomorkartu} ${of.kodepoli} ${of.tanggalperiksa}`;

/** Compressed, then AES-256-CBC under a key of consumer and moment. */
function closed(text: string, { consId, consSecret }: Consumer, timestamp: string): string {
  const key = createHash('sha256').update(`${consId}${consSecret}${timestamp}`).digest();
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16));
  const compressed = LZString.compressToEncodedURIComponent(text);
  return Buffer.concat([cipher.update(compressed, 'utf8'), cipher.final()]).toString('base64');
}

// The fields of each act, with their kinds, as the catalogue's samples write them.
const DATE = /^\d{4}-\d\d-\d\d$/;
const CARD = /^\d{13}$/;
const HOURS = /^\d\d:\d\d-\d\d:\d\d$/;
const text = (value: unknown): boolean => typeof value === 'string';
const like = (pattern: RegExp) => (value: unknown) => typeof value === 'string' && pattern.test(value);
const whole = (value: unknown): boolean => Number.isSafeInteger(value);
const FIELDS: Readonly<Record<Act['action'], Readonly<Record<string, (value: unknown) => boolean>>>> = {
  add: {
    ...{ nomorkartu: like(/^(\d{13})?$/), nik: like(/^\d{16}$/), nohp: text, kodepoli: like(/^\w+$/), namapoli: text },
    ...{ norm: text, tanggalperiksa: like(DATE), kodedokter: whole, namadokter: text, jampraktek: like(HOURS) },
    ...{ nomorantrean: like(/./), angkaantrean: whole, keterangan: text },
  },
  panggil: {
    ...{ tanggalperiksa: like(DATE), kodepoli: like(/^\w+$/), nomorkartu: like(CARD) },
    ...{ status: (value) => value === 1 || value === 2, waktu: (value) => whole(value) && Number(value) > 1e12 },
  },
  batal: {
    ...{ tanggalperiksa: like(DATE), kodepoli: like(/^\w+$/), nomorkartu: like(CARD), alasan: like(/./) },
  },
};

function faultOf(action: Act['action'], body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return 'Format tidak sesuai';
  const sent = body as Record<string, unknown>;
  const fields = FIELDS[action];
  const wrong = Object.entries(fields).find(([name, is]) => !is(sent[name]));
  if (wrong) return `${wrong[0]} tidak sesuai`;
  const strange = Object.keys(sent).find((name) => !(name in fields));
  return strange && `${strange} tidak dikenal`;
}

function jsonOf(sent: string): unknown {
  try {
    return JSON.parse(sent);
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
