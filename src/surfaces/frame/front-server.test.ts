import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { FrontServer, type Verdict } from './front-server.ts';
import type { Whole } from './whole-request.ts';

const NO = 'HTTP/1.1 503 Service Unavailable\r\ncontent-length: 2\r\n\r\nno';
const ask = (path: string, more = '', body = ''): string => `GET ${path} HTTP/1.1\r\nhost: x\r\n${more}\r\n${body}`;

let server: FrontServer;
const sockets: Socket[] = [];
/** The server's ends of them. */
const taken: Socket[] = [];
/** Says no to all but `/in…`; what is let in is answered when it is told to. */
async function front(answer = NO, after = 0) {
  const seen: Whole[] = [];
  taken.splice(0);
  const held: (() => void)[] = [];
  server = new FrontServer({
    look: (whole): Verdict => {
      seen.push(whole);
      return whole.url?.startsWith('/in') ? { letIn: true } : { answer: () => answer, after };
    },
    serve: (request, response, letIn) => {
      request.resume();
      held.push(() => response.end(`${letIn} ${request.url}`));
    },
  });
  server.on('connection', (socket: Socket) => taken.push(socket));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const open = (): void => {
    for (const go of held.splice(0)) go();
  };
  return { seen, waiting: () => held.length, open };
}
async function line() {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  sockets.push(socket);
  socket.on('error', () => {});
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  /** What has come: of each answer its status and its body. */
  const heard = (): readonly string[] =>
    [...text.matchAll(/HTTP\/1\.1 (\d+)[\s\S]*?\r\n\r\n(?:[\da-f]+\r\n)?([^\r]*?)(?=\r\n|HTTP|$)/g)].map(
      ([, status, body]) => `${status} ${body}`,
    );
  return { socket, heard, text: () => text };
}
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server.close();
  server.closeAllConnections();
  server.closeIdleConnections();
});
const soon = (): Promise<void> => new Promise((wake) => setTimeout(wake, 30));

it('answers on the same line before and after Node has read from it', async () => {
  const { seen, open, waiting } = await front();
  const { socket, heard } = await line();
  socket.write(ask('/a'));
  await expect.poll(heard).toEqual(['503 no']);
  socket.write(ask('/in/1'));
  await expect.poll(waiting).toBe(1);
  open();
  await expect.poll(heard).toEqual(['503 no', '200 true /in/1']);
  await soon();
  socket.write(ask('/b'));
  await expect.poll(heard).toEqual(['503 no', '200 true /in/1', '503 no']);
  socket.write(ask('/in/2', 'content-length: 3\r\n', 'a=b'));
  await expect.poll(waiting).toBe(1);
  open();
  await expect.poll(heard).toHaveLength(4);
  expect(seen.map(({ url, body }) => `${url} ${body}`)).toEqual(['/a ', '/in/1 ', '/b ', '/in/2 a=b']);
});

it('keeps an answer back until its moment, and what comes on the line meanwhile comes after it', async () => {
  const { open, waiting } = await front(NO, 150);
  const { socket, heard } = await line();
  socket.write(ask('/a'));
  await soon();
  socket.write(ask('/in/1').slice(0, 10));
  await soon();
  socket.write(ask('/in/1').slice(10));
  await soon();
  expect([heard(), waiting()]).toEqual([[], 0]);
  await expect.poll(waiting).toBe(1);
  open();
  await expect.poll(heard).toEqual(['503 no', '200 true /in/1']);
  // Whoever sends and leaves hears it too; who breaks off, or sends on and on, leaves nothing behind.
  const leaving = await line();
  leaving.socket.end(ask('/b'));
  const broken = await line();
  broken.socket.write(ask('/c'));
  const restless = await line();
  restless.socket.write(ask('/d'));
  await soon();
  broken.socket.destroy();
  for (let i = 0; i < 20 && !restless.socket.destroyed; i++) {
    restless.socket.write('x');
    await new Promise((wake) => setTimeout(wake, 2));
  }
  await expect.poll(leaving.heard).toEqual(['503 no']);
  await expect.poll(() => taken.filter((socket) => !socket.destroyed).length).toBe(1);
  expect(restless.heard()).toEqual([]);
});

it('leaves to Node what comes while a request on the line is under way, so that answers keep their order', async () => {
  const { seen, open, waiting } = await front();
  const { socket, heard } = await line();
  socket.write(ask('/in/1'));
  await expect.poll(waiting).toBe(1);
  socket.write(ask('/a'));
  await expect.poll(waiting).toBe(2);
  open();
  await expect.poll(heard).toEqual(['200 true /in/1', '200 false /a']);
  expect(seen).toHaveLength(1);
});

it('leaves to Node all that is not one whole plain request, and the line with it', async () => {
  const unusual = [
    ask('/in/1') + ask('/in/2'),
    `${ask('/in/1')}GET /in/2 HT`,
    ask('/in/1', 'content-length: 6\r\n', 'a='),
    ask('/in/1', 'transfer-encoding: chunked\r\n', '0\r\n\r\n'),
    ask('/in/1', 'content-length: 0\r\ncontent-length: 0\r\n'),
    ask('/in/1', 'connection: close\r\n'),
    ask('/in/1', 'cookie: a\r\ncookie: b\r\n'),
    ask('/in/1', 'expect: 100-continue\r\n'),
    'GET /in/1 HTTP/1.0\r\nhost: x\r\n\r\n',
    'HEAD /in/1 HTTP/1.1\r\nhost: x\r\n\r\n',
    'GET /in/1 HTTP/1.1\r\n\r\n',
    'nonsense\r\n\r\n',
  ];
  for (const text of unusual) {
    const { seen, open } = await front();
    const { socket } = await line();
    socket.write(text);
    await soon();
    open();
    await soon();
    socket.write(ask('/a'));
    await soon();
    expect([text, seen]).toEqual([text, []]);
    server.close();
    server.closeAllConnections();
  }
});

it('puts the pieces of a request together as Node does', async () => {
  const { open, waiting } = await front();
  const { socket, heard } = await line();
  const text = ask('/in/1', 'content-length: 3\r\n', 'a=b');
  for (const piece of [text.slice(0, 5), text.slice(5, 30), text.slice(30, -1), text.slice(-1)]) {
    socket.write(piece);
    await soon();
  }
  await expect.poll(waiting).toBe(1);
  open();
  await expect.poll(heard).toEqual(['200 false /in/1']);
});

it('lets whoever sends and leaves hear the answer, and outlives who breaks off', async () => {
  await front();
  const { socket, heard } = await line();
  socket.end(ask('/a'));
  await once(socket, 'close');
  expect(heard()).toEqual(['503 no']);
  const other = await line();
  other.socket.resetAndDestroy();
  const third = await line();
  third.socket.write(ask('/b'));
  await expect.poll(third.heard).toEqual(['503 no']);
});

it('holds back answers for nobody who does not take them', async () => {
  const { seen } = await front('x'.repeat(1_000_000));
  const { socket } = await line();
  socket.removeAllListeners('data');
  socket.pause();
  let most = 0;
  for (let i = 0; i < 40; i++) {
    socket.write(ask(`/${i}`));
    await soon();
    most = Math.max(most, taken[0]?.writableLength ?? 0);
  }
  // What the system's own buffers take is sent; then one answer waits, and the rest is Node's.
  expect(seen.length).toBeLessThan(20);
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(2_500_000);
});

it('closes lines that were only told no as it ends', async () => {
  await front();
  const { socket, heard } = await line();
  socket.write(ask('/a'));
  await expect.poll(heard).toHaveLength(1);
  const closed = once(server, 'close');
  server.close();
  await closed;
});

it('is as patient with a silent line as with an idle one', async () => {
  await front();
  server.keepAliveTimeout = 50;
  const { socket } = await line();
  await once(socket, 'close');
});
