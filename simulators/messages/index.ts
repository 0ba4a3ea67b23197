import type { AddressInfo, Server } from 'node:net';
import { createGateway, type Trouble } from './gateway.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { createMailServer } from './mail-server.ts';

export type { Trouble } from './gateway.ts';
export type { Inbox } from './inbox.ts';

export type MessageSimulators = {
  /** For `openMessages`, with key, secret and sender in it. */
  readonly messagesUrl: string;
  /** For `openMail`. */
  readonly smtpUrl: string;
  /** What arrived, newest first: "Kotak masuk simulasi". */
  readonly inbox: Inbox;
  /** The next requests to the gateway fail so. */
  trouble(next: Trouble): void;
  stop(): Promise<void>;
};

const KEY = 'simulator';
const SECRET = 'hanya-di-sini';

/** Both stand-ins on loopback, on ports that happen to be free. Nothing leaves this machine. */
export async function startMessageSimulators(clock: () => Date = () => new Date()): Promise<MessageSimulators> {
  const inbox = createInbox(clock);
  const gateway = createGateway({ key: KEY, secret: SECRET, inbox });
  const mail = createMailServer(inbox);
  const [httpPort, smtpPort] = await Promise.all([listening(gateway.server), listening(mail.server)]);
  return {
    messagesUrl: `http://${KEY}:${SECRET}@127.0.0.1:${httpPort}/?from=SatuLoket`,
    smtpUrl: `smtp://127.0.0.1:${smtpPort}?ignoreTLS=true`,
    inbox,
    trouble: gateway.trouble,
    stop: async () => {
      gateway.server.closeAllConnections();
      await Promise.all([
        new Promise<void>((resolve) => gateway.server.close(() => resolve())),
        new Promise<void>((resolve) => mail.close(() => resolve())),
      ]);
    },
  };
}

const listening = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
