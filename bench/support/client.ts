import { connect, type Socket } from 'node:net';

// A client that costs the machine little, so that what is measured is the server: one connection, one request at a time, answers read
// by their length. It knows what our own server sends and no more.

/** Read only as far as somebody asks. */
export class Reply {
  readonly status: number;
  readonly #head: string;
  readonly #rest: Buffer;

  constructor(head: string, rest: Buffer) {
    this.status = Number(head.slice(9, 12));
    this.#head = head;
    this.#rest = rest;
  }

  get location(): string {
    return headerIn(this.#head, 'location') ?? '';
  }
  get retryAfter(): number | null {
    const seconds = headerIn(this.#head, 'retry-after');
    return seconds === undefined ? null : Number(seconds);
  }
  get cookies(): readonly string[] {
    return [...this.#head.matchAll(/^set-cookie: ([^;\r\n]*)/gim)].map((match) => match[1] ?? '');
  }
  get body(): string {
    return this.#rest.toString();
  }
  holds(text: string): boolean {
    return this.#rest.includes(text);
  }
}
export type Wish = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** More headers, as they are sent: for those that change with each request. */
  readonly head?: string;
  readonly body?: string;
};

const texts = new WeakMap<Wish['headers'], string>();
function linesOf(headers: Wish['headers']): string {
  const known = texts.get(headers);
  if (known !== undefined) return known;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  texts.set(headers, lines.join(''));
  return lines.join('');
}

export class Connection {
  readonly #port: number;
  #socket: Socket | undefined;
  #taken: Buffer = Buffer.alloc(0);
  #waiting: { text: string; resolve: (reply: Reply) => void; reject: (error: Error) => void } | undefined;
  /** The socket has brought an answer before: the server may close it at any moment, also while we write. */
  #used = false;

  constructor(port: number) {
    this.#port = port;
  }

  send({ method, path, headers, head = '', body = '' }: Wish): Promise<Reply> {
    const lines = linesOf(headers);
    const length = method === 'POST' ? `content-length: ${Buffer.byteLength(body)}\r\n` : '';
    const text = `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1:${this.#port}\r\n${lines}${head}${length}\r\n${body}`;
    return new Promise((resolve, reject) => {
      this.#waiting = { text, resolve, reject };
      this.#open().write(text);
    });
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
    this.#used = false;
  }

  #open(): Socket {
    if (this.#socket) return this.#socket;
    const socket = connect(this.#port, '127.0.0.1');
    const ended = (error: Error): void => {
      if (this.#socket === socket) this.#end(error);
    };
    socket.setNoDelay(true);
    socket.on('data', (bytes) => this.#read(bytes));
    socket.on('error', ended);
    socket.on('close', () => ended(new Error('the server closed the connection')));
    this.#socket = socket;
    return socket;
  }

  #end(error: Error): void {
    const unheard = this.#used && this.#taken.length === 0;
    this.#socket = undefined;
    this.#used = false;
    this.#taken = Buffer.alloc(0);
    // As browsers do it: what met a line that had just been closed is sent on a new one.
    if (this.#waiting && unheard) return void this.#open().write(this.#waiting.text);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.reject(error);
  }

  #read(bytes: Buffer): void {
    this.#taken = this.#taken.length === 0 ? bytes : Buffer.concat([this.#taken, bytes]);
    const whole = replyIn(this.#taken);
    if (!whole) return;
    this.#taken = Buffer.alloc(0);
    this.#used = true;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (whole.closes) this.close();
    waiting?.resolve(whole.reply);
  }
}

function headerIn(head: string, name: string): string | undefined {
  const line = head.indexOf(`\n${name}: `);
  const from = line + name.length + 3;
  return line < 0 ? undefined : head.slice(from, head.indexOf('\r', from));
}

/** The reply that these bytes hold, when they hold all of it. Our server writes the names of headers small. */
function replyIn(bytes: Buffer): { readonly reply: Reply; readonly closes: boolean } | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = bytes.toString('latin1', 0, end + 2);
  const length = headerIn(head, 'content-length');
  const rest = bytes.subarray(end + 4);
  const body = length === undefined ? chunksIn(rest) : rest.length >= Number(length) ? rest : undefined;
  if (body === undefined) return undefined;
  return { reply: new Reply(head, body), closes: /\nconnection: close/i.test(head) };
}

function chunksIn(bytes: Buffer): Buffer | undefined {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const line = bytes.indexOf('\r\n', at);
    if (line < 0) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, line), 16);
    if (bytes.length < line + 2 + size + 2) return undefined;
    if (size === 0) return Buffer.concat(parts);
    parts.push(bytes.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
}
