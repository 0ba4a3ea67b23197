/** What came back: the HTTP status, and what BPJS reads. */
export type Heard = {
  readonly status: number;
  readonly code: number;
  readonly message: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the other side sends
  readonly response: any;
};

export type MobileJkn = {
  /** The request whose answer is the token that all later ones bear. */
  auth(password?: string): Promise<Heard>;
  status(poli: string, day: string): Promise<Heard>;
  take(body: Readonly<Record<string, unknown>>): Promise<Heard>;
  remaining(card: string, poli: string, day: string): Promise<Heard>;
  newPatient(body: Readonly<Record<string, unknown>>): Promise<Heard>;
  cancel(body: Readonly<Record<string, unknown>>): Promise<Heard>;
  /** Any request of his, as it may go wrong. */
  ask(method: string, path: string, body?: string, headers?: Readonly<Record<string, string>>): Promise<Heard>;
};

/** Mobile JKN as it calls a facility: user and password for a token, the token for the rest; JSON. */
export function mobileJkn(of: {
  /** Reported to BPJS by the facility, e.g. 'http://127.0.0.1:8080/bpjs/32.76/pkm-beji'. */
  readonly base: string;
  readonly username: string;
  readonly password: string;
}): MobileJkn {
  let token = '';

  async function ask(
    method: string,
    path: string,
    body?: string,
    headers: Readonly<Record<string, string>> = { 'x-token': token, 'x-username': of.username },
  ): Promise<Heard> {
    const answer = await fetch(`${of.base}${path}`, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body }),
    });
    const { metadata, response } = (await answer.json()) as {
      metadata?: { code?: number; message?: string };
      response?: unknown;
    };
    return { status: answer.status, code: metadata?.code ?? 0, message: metadata?.message ?? '', response };
  }

  return {
    ask,
    async auth(password = of.password) {
      const heard = await ask('GET', '/auth', undefined, { 'x-username': of.username, 'x-password': password });
      if (heard.code === 200) token = heard.response.token;
      return heard;
    },
    status: (poli, day) => ask('GET', `/antrean/status/${poli}/${day}`),
    take: (body) => ask('POST', '/antrean', JSON.stringify(body)),
    remaining: (card, poli, day) => ask('GET', `/antrean/sisapeserta/${card}/${poli}/${day}`),
    newPatient: (body) => ask('POST', '/peserta', JSON.stringify(body)),
    cancel: (body) => ask('PUT', '/antrean/batal', JSON.stringify(body)),
  };
}
