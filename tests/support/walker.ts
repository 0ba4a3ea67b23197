import type { Lab, Who } from './lab.ts';

// A browser without a screen: forms are read from the pages and sent as a browser would.

export type Answer = { readonly status: number; readonly location: string; readonly text: string };

/** The server could not say: it is not known whether it happened. */
export class Unanswered extends Error {
  /** Undefined where the line broke. */
  readonly status: number | undefined;
  /** Seconds after which to come back, by its Retry-After. */
  readonly wait: number;

  constructor(path: string, how: { readonly status?: number; readonly wait?: number; readonly cause?: unknown }) {
    super(path, { cause: how.cause });
    this.status = how.status;
    this.wait = how.wait ?? 0;
  }
}

export async function get(lab: Lab, who: Who, path: string): Promise<Answer> {
  return said(await send(lab, who, path, {}));
}

export async function post(lab: Lab, who: Who, path: string, body: Body | FormData): Promise<Answer> {
  const form = body instanceof FormData ? body : new URLSearchParams(body);
  return said(await send(lab, who, path, { method: 'POST', body: form }));
}
type Body = Readonly<Record<string, string>>;

async function send(lab: Lab, who: Who, path: string, init: RequestInit): Promise<Response> {
  const headers = { cookie: `sesi=${who.cookie}`, 'x-bukti': who.proof, accept: 'text/html' };
  try {
    return await fetch(`${lab.origin}${path}`, {
      ...init,
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(30_000),
    });
  } catch (cause) {
    throw new Unanswered(path, { cause });
  }
}

async function said(response: Response): Promise<Answer> {
  const text = await response.text().catch((cause) => {
    throw new Unanswered(response.url, { cause });
  });
  const { status, url, headers } = response;
  if (status >= 500) throw new Unanswered(`${status} to ${url}`, { status, wait: Number(headers.get('retry-after')) });
  return { status: response.status, location: response.headers.get('location') ?? '', text };
}

/** The hidden fields of the form that is sent to this address. */
export function hidden(page: string, action: string): Record<string, string> {
  const forms = page.match(/<form[\s\S]*?<\/form>/g) ?? [];
  const form = forms.find((one) => (/action="([^"]*)"/.exec(one)?.[1] ?? '').split('?')[0] === action) ?? '';
  const inputs = form.match(/<input[^>]*type="hidden"[^>]*>/g) ?? [];
  return Object.fromEntries(
    inputs.map((one) => [/name="([^"]*)"/.exec(one)?.[1] ?? '', /value="([^"]*)"/.exec(one)?.[1] ?? '']),
  );
}

const PDF = (mark: string): Blob =>
  new Blob(
    [
      `%PDF-1.4\n% ${mark}\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF`,
    ],
    { type: 'application/pdf' },
  );

/** From the service's page to a number, screen by screen. @returns the address of the case */
export async function apply(lab: Lab, who: Who, again: Again, mark: string): Promise<string> {
  const start = '/layanan/32.76/sktm/mulai';
  const first = await again(() => get(lab, who, start));
  const begun = await again(() => post(lab, who, start, { ...hidden(first.text, start), untuk: 'self' }));
  const at = begun.location;
  if (begun.status !== 303 || !at.startsWith('/permohonan/'))
    throw new Error(`not begun: ${begun.status} ${begun.text.slice(0, 200)}`);
  for (let guard = 0; guard < 20; guard++) {
    const screen = (await again(() => get(lab, who, at))).location;
    if (screen.endsWith('/periksa')) break;
    await again(async () => {
      const page = await get(lab, who, screen);
      const form = new FormData();
      for (const [name, value] of Object.entries({ ...hidden(page.text, screen), ...ANSWERS, institution: mark }))
        form.set(name, value);
      if (screen.endsWith('berkas')) for (const name of ['rtLetter', 'house']) form.set(name, PDF(mark), `${name}.pdf`);
      return post(lab, who, screen, form);
    });
  }
  return at;
}

const ANSWERS = { purpose: 'school', income: '1.500.000', dependants: '3', poor: 'yes' };

export type Again = <R>(work: () => Promise<R>) => Promise<R>;
