import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import fastify from 'fastify';
import { expect, it } from 'vitest';
import { listen } from './listen.ts';

const HERE = { host: '127.0.0.1', port: 0 };

it('takes many new lines in one turn of the loop, answers on each, and closes them all', async () => {
  const web = fastify();
  web.get('/', async () => 'here');
  const close = await listen(web, HERE);
  const { port } = web.server.address() as AddressInfo;
  let taken = 0;
  let turns = 0;
  web.server.on('connection', () => {
    taken += 1;
  });
  const sockets: Socket[] = Array.from({ length: 160 }, () => connect(port, HERE.host));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  for (; taken < sockets.length && turns < 1000; turns++) await new Promise((turn) => setImmediate(turn));
  expect(taken).toBe(160);
  // One socket would take as many turns as there are lines.
  if (process.platform === 'linux') expect(turns).toBeLessThan(80);
  const answers = await Promise.all(Array.from({ length: 40 }, () => fetch(`http://127.0.0.1:${port}/`)));
  expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(Array.from({ length: 40 }, () => 'here'));
  for (const socket of sockets) socket.destroy();
  await close();
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
});

it('waits at its end for what is being answered', async () => {
  const web = fastify();
  const held: (() => void)[] = [];
  web.get('/', async () => {
    await new Promise<void>((go) => held.push(go));
    return 'done';
  });
  const close = await listen(web, HERE);
  const { port } = web.server.address() as AddressInfo;
  const asked = Array.from({ length: 20 }, async () => (await fetch(`http://127.0.0.1:${port}/`)).text());
  await expect.poll(() => held.length).toBe(20);
  const closed = close();
  await new Promise((wake) => setTimeout(wake, 50));
  for (const go of held) go();
  expect(new Set(await Promise.all(asked))).toEqual(new Set(['done']));
  await closed;
});

it('refuses an address that another program has, also one that shares it', async () => {
  for (const reusePort of process.platform === 'linux' ? [false, true] : [false]) {
    const other = createServer();
    await once(other.listen({ ...HERE, reusePort }), 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(listen(fastify(), { ...HERE, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await new Promise((end) => other.close(end));
  }
});
