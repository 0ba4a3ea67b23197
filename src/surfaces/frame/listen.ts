import { once } from 'node:events';
import { type AddressInfo, createServer, type ListenOptions, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

export type Address = { readonly host: string; readonly port: number };

/** In a crowd so many lines wait to be taken; whoever finds no room tries again after one second, then three. The system's own limit may be lower. */
const BACKLOG = 4096;
/** At one address. The loop (libuv 1.52) takes one new line a turn from each. */
const SOCKETS = 16;
const TIDY_MS = 100;

/**
 * Listens with several sockets at one address. With one, a loop whose turns take some milliseconds takes a few hundred new lines a second: in a
 * crowd those who come new then wait unseen for half a second and more, and whoever has a line already goes past them.
 *
 * @returns ends it, after all requests that were begun
 * @throws as `listen` does, e.g. with the code `EADDRINUSE`
 */
export async function listen(web: FastifyInstance, { host, port }: Address): Promise<() => Promise<void>> {
  const several = process.platform === 'linux';
  // Sockets that share their address would share it with another program too, unseen.
  if (several && port !== 0) await refuseShared({ host, port });
  const wide = { host, backlog: BACKLOG, reusePort: several };
  await web.listen({ ...wide, port } satisfies ListenOptions);
  const found = { ...wide, port: (web.server.address() as AddressInfo).port };
  const take = (socket: Socket): unknown => web.server.emit('connection', socket);
  const more = several
    ? Array.from({ length: SOCKETS - 1 }, () => createServer({ allowHalfOpen: true, noDelay: true }, take))
    : [];
  await Promise.all(more.map((one) => once(one.listen(found), 'listening')));
  return async () => {
    const ended = more.map((one) => new Promise<unknown>((end) => one.close(end)));
    // Whoever is answered while all ends would keep his line for another minute.
    const tidying = setInterval(() => web.server.closeIdleConnections(), TIDY_MS);
    await web.close();
    await Promise.all(ended);
    clearInterval(tidying);
  };
}

async function refuseShared(at: Address): Promise<void> {
  const alone = createServer();
  await once(alone.listen(at), 'listening');
  await new Promise((end) => alone.close(end));
}
