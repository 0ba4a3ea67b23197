import { randomUUID } from 'node:crypto';
import type { Lab, Who } from '../support/lab.ts';
import { apply, get, hidden, post, Unanswered } from '../support/walker.ts';

// Mixed load. Whatever was answered is noted; what was not is asked again with the same key until it is.

export type Note =
  | { readonly kind: 'submitted' | 'withdrawn'; readonly id: string }
  | { readonly kind: 'asked'; readonly id: string; readonly text: string }
  | { readonly kind: 'acted'; readonly id: string; readonly step: string; readonly by: string }
  | { readonly kind: 'queued'; readonly id: string; readonly act: 'booked' | 'arrived' | 'done' | 'cancelled' }
  | { readonly kind: 'called'; readonly session: string; readonly number: number };

export type Ledger = {
  readonly notes: Note[];
  readonly strange: string[];
  stopped: boolean;
  /** Lines that broke, and answers of 503. */
  unanswered: number;
  toldToWait: number;
};

const rest = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));

class Stopped extends Error {}

/** Asks again until it is answered, as somebody does who presses the button again; what is no way to say "not now" is a defect. */
export const patient =
  (ledger: Ledger) =>
  async <R>(work: () => Promise<R>): Promise<R> => {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof Unanswered)) throw error;
        ledger.unanswered++;
        if (error.status === 503 && error.wait > 0) ledger.toldToWait++;
        else if (error.status !== undefined) ledger.strange.push(`answered ${error.message}, wait ${error.wait}`);
        // Who waits for an answer when all ends was promised nothing.
        if (ledger.stopped) throw new Stopped();
        await rest(300);
      }
    }
  };

export async function untilStopped(ledger: Ledger, work: () => Promise<void>): Promise<void> {
  while (!ledger.stopped)
    await work().catch((error: unknown) => {
      if (error instanceof Stopped) return;
      ledger.strange.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return rest(500);
    });
}

const idOf = (address: string): string => /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(address)?.[0] ?? '';

/** Asks for letters without end; some he takes back, about some he asks. */
export function citizen(lab: Lab, who: Who, ledger: Ledger, dice: () => number): Promise<void> {
  const again = patient(ledger);
  return untilStopped(ledger, async () => {
    const at = await apply(lab, who, again, `Sekolah ${randomUUID()}`);
    const review = await again(() => get(lab, who, `${at}/periksa`));
    const form = { ...hidden(review.text, `${at}/periksa`), benar: 'ya' };
    const sent = await again(() => post(lab, who, `${at}/periksa`, form));
    if (!sent.location.endsWith('/terkirim')) throw new Error(`not sent: ${sent.status} ${sent.location}`);
    ledger.notes.push({ kind: 'submitted', id: idOf(at) });
    const chance = dice();
    if (chance > 0.5) return;
    const what = chance < 0.2 ? 'batal' : 'tanya';
    const path = `${at.replace('/permohonan/', '/urusan/')}/${what}`;
    const page = await again(() => get(lab, who, path));
    if (page.status !== 200) return;
    const text = `Kapan selesai? ${randomUUID()}`;
    const done = await again(() => post(lab, who, path, { ...hidden(page.text, path), isi: text }));
    // An officer may have been faster: then he is told, and nothing was promised.
    if (done.status !== 303) return;
    ledger.notes.push(what === 'batal' ? { kind: 'withdrawn', id: idOf(at) } : { kind: 'asked', id: idOf(at), text });
  });
}

/** Takes the next case of his desk and lets it pass, as fast as pages come. */
export function clerk(lab: Lab, who: Who, name: string, ledger: Ledger): Promise<void> {
  const again = patient(ledger);
  return untilStopped(ledger, async () => {
    const inbox = await again(() => get(lab, who, '/kantor'));
    const waiting = [...new Set(inbox.text.match(/\/kantor\/berkas\/[\d.]+\/[0-9a-f-]{36}/g) ?? [])];
    if (waiting.length === 0) return rest(200);
    for (const address of waiting.slice(0, 5)) {
      if (ledger.stopped) return;
      const page = await again(() => get(lab, who, address));
      const form = hidden(page.text, address);
      const action = /name="keputusan"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="keputusan"/.exec(page.text);
      if (!form.langkah || !action) continue;
      const body = { ...form, keputusan: action[1] ?? action[2] ?? '' };
      const answer = await again(() => post(lab, who, address, body));
      if (answer.status !== 303) continue;
      if (/pesan=(selesai|habis)/.test(answer.location))
        ledger.notes.push({ kind: 'acted', id: idOf(address), step: form.langkah, by: name });
    }
  });
}
