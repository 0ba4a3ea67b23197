/** A browser without script, style or patience: cookies, links and forms are all that a page needs. */
export function plainBrowser(origin: string) {
  const cookies = new Map<string, string>();

  const ask = (path: string, body?: URLSearchParams | FormData): Promise<Response> =>
    fetch(new URL(path, origin), {
      ...(body ? { method: 'POST', body } : {}),
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '), accept: 'text/html' },
    });

  async function load(path: string, body?: URLSearchParams | FormData): Promise<Loaded> {
    const response = await ask(path, body);
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const name = pair.slice(0, pair.indexOf('='));
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(line)) cookies.delete(name);
      else cookies.set(name, pair.slice(name.length + 1));
    }
    const next = response.headers.get('location');
    if (next && response.status >= 300 && response.status < 400) {
      await response.arrayBuffer();
      return load(next);
    }
    return { path, status: response.status, html: await response.text() };
  }

  /** Fills the one form of the page that has these fields, keeps what it brought, and sends it. */
  async function submit(page: Loaded, fields: Fields, button?: string): Promise<Loaded> {
    const wanted = Object.keys(fields);
    const form = formsOf(page.html).find(({ names }) => wanted.every((name) => names.has(name)));
    if (!form)
      throw new Error(`no form with ${wanted.join(', ')} at ${page.path} (${page.status}): ${textOf(page.html)}`);
    const pressed: Fields = button ? Object.fromEntries([button.split('=', 2) as [string, string]]) : {};
    const body = form.multipart ? new FormData() : new URLSearchParams();
    for (const [name, value] of Object.entries({ ...form.given, ...fields, ...pressed })) {
      if (typeof value === 'string') body.set(name, value);
      else if (body instanceof FormData) body.set(name, value);
    }
    return load(form.action || page.path, body);
  }

  /** A file as it is sent. */
  const bytes = async (path: string): Promise<Uint8Array> => new Uint8Array(await (await ask(path)).arrayBuffer());

  return { open: (path: string) => load(path), submit, bytes, cookies };
}

/** A file only where the form is made for files. */
export type Fields = Readonly<Record<string, string | File>>;
export type Loaded = { readonly path: string; readonly status: number; readonly html: string };

type Form = {
  readonly action: string;
  readonly multipart: boolean;
  readonly names: ReadonlySet<string>;
  readonly given: Record<string, string>;
};

function formsOf(html: string): readonly Form[] {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].flatMap(([, head = '', inside = '']): Form[] => {
    if (!/method="post"/i.test(head)) return [];
    const inputs = [...inside.matchAll(/<(?:input|select|textarea|button)\b([^>]*)>/g)].map(([, text = '']) => ({
      name: attribute(text, 'name'),
      type: attribute(text, 'type'),
      value: attribute(text, 'value'),
      on: /\bchecked\b/.test(text),
    }));
    const given = inputs.filter(
      ({ name, type, on }) => name && (type === 'hidden' || type === 'text' || type === 'tel' || on),
    );
    return [
      {
        action: attribute(head, 'action'),
        multipart: /multipart\/form-data/.test(head),
        names: new Set(inputs.map(({ name }) => name)),
        given: Object.fromEntries(given.map(({ name, value }) => [name, value])),
      },
    ];
  });
}

const attribute = (text: string, name: string): string =>
  unescaped(new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(text)?.[1] ?? '');
const unescaped = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
/** What a person reads, for the message of a test that fails. */
export const textOf = (html: string): string =>
  unescaped(html.replace(/<(script|style|svg)\b.*?<\/\1>/gs, '').replace(/<[^>]+>/g, ' '))
    .replace(/\s+/g, ' ')
    .slice(0, 600);
