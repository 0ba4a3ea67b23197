import { connect, createServer, type Socket } from 'node:net';

/** A door that stays where it is while what stands behind it comes and goes; it can be slammed. */
export type Door = {
  readonly port: number;
  to(port: number): void;
  /** Breaks every line. */
  cut(): void;
  /** Lets nobody in until it is opened again. */
  shut(): void;
  open(): void;
  close(): Promise<void>;
};

export async function startDoor(first: number): Promise<Door> {
  let target = first;
  let shut = false;
  const open = new Set<Socket>();
  const server = createServer((near) => {
    if (shut) {
      near.on('error', () => undefined).destroy();
      return;
    }
    const far = connect(target, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.setNoDelay(true);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    to: (port) => {
      target = port;
    },
    cut: () => {
      for (const one of open) one.destroy();
    },
    shut: () => {
      shut = true;
      for (const one of open) one.destroy();
    },
    open: () => {
      shut = false;
    },
    close: () =>
      new Promise((done) => {
        for (const one of open) one.destroy();
        server.close(() => done());
      }),
  };
}
