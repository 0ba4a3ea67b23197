import type { Job, Subscriber } from '../../platform/jobs/index.ts';
import type { Messages } from '../../platform/messages/index.ts';
import type { Tools } from './deps.ts';
import { CODE_TOPIC } from './login.ts';
import { accountsOfPhone } from './store.ts';

type Payload = {
  readonly purpose: 'login' | 'bind';
  readonly place: string;
  readonly sealed: string;
  readonly expiresAt: string;
};
type Inside = { readonly phone: string; readonly code: string; readonly facts: string | null };

/** What somebody says to prove who they are. */
export type Facts = {
  readonly nik: string;
  readonly kk: string;
  readonly birthDate: string;
  readonly phone: string;
};

// The last line lets phones fill the code in; the warning is what callers who ask for codes count on people not knowing.
const text = (code: string): string =>
  `Kode SatuLoket: ${code}. Berlaku 5 menit. Jangan beri tahu siapa pun, juga petugas.`;

/**
 * Here, long after the page was answered, it is decided whether a number gets a code: it must have an account, or, when somebody
 * binds one by the register, be the number on record of the very person described.
 */
export function codeJob(t: Tools, messages: Messages): Subscriber {
  async function wanted(purpose: 'login' | 'bind', inside: Inside): Promise<boolean> {
    if (purpose === 'login') return (await accountsOfPhone(t.db, t.hash.candidates('phone', inside.phone))).length > 0;
    if (!t.proofByRegister || inside.facts === null) return false;
    const { nik, kk, birthDate } = JSON.parse(inside.facts) as Facts;
    return (await t.identity.matches(nik, { kk, birthDate }))?.phone === inside.phone;
  }

  return {
    topic: CODE_TOPIC,
    name: 'accounts.send-code',
    run: async (job: Job) => {
      const payload = job.payload as Payload;
      if (new Date(payload.expiresAt) <= t.clock()) return;
      const inside = JSON.parse(
        t.envelope.open(Buffer.from(payload.sealed, 'base64'), `accounts.code:${payload.place}`),
      ) as Inside;
      if (!(await wanted(payload.purpose, inside))) return;
      await messages.send({ id: job.id, channel: 'sms', to: inside.phone, text: text(inside.code) });
    },
  };
}
