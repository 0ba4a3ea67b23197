import { localDate, sayTime } from '../../kernel/dates.ts';
import type { Json } from '../../kernel/json.ts';
import type { Language } from '../../kernel/text.ts';
import type { Doer } from '../cases/index.ts';
import type { QueueDeps } from './deps.ts';
import { refusals } from './errors.ts';
import { getEntry } from './moving.ts';
import { labelOf, type QueueRef } from './queue.ts';
import { offerOf, slotWithSession } from './store.ts';
import { checkinOpens } from './windows.ts';

export type ProofDeps = {
  readonly render: (kind: string, data: Json) => Promise<Uint8Array>;
  readonly publicUrl: string;
  readonly demo: boolean;
};

/** What proves a number: its address as a QR, and a paper that names no person and no service. */
export function createProof(deps: QueueDeps) {
  const { publicUrl, demo, render } = deps.proof;
  const addressOf = (ref: QueueRef): string => `${publicUrl}/antrean/${ref.region}/${ref.id}`;

  return {
    addressOf,
    async proofPdf(
      doer: Doer,
      ref: QueueRef,
      lang: Language,
    ): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
      const entry = await getEntry(deps, doer, ref);
      const both = await slotWithSession(deps.db, { region: ref.region, id: entry.slot }, deps.clock());
      const offer = await offerOf(deps.db, entry.office);
      const office = await deps.organisations.findOffice(entry.office);
      if (!both || !offer || !office) throw refusals.notFound();
      const label = labelOf(both.session.prefix, entry.number);
      const range = (from: Date, to: Date): string =>
        `${sayTime(from, office.zone, lang).split(' ')[0]}–${sayTime(to, office.zone, lang)}`;
      const data: Json = {
        ...{ lang, care: offer.place.kind === 'health' },
        ...{ createdAt: entry.bookedAt.toISOString(), specimen: demo, number: null, place: '', signer: null },
        ...{
          issuer: { name: office.name, above: [], address: office.address },
          date: localDate(entry.bookedAt, office.zone),
        },
        check: { url: addressOf(ref), address: `${publicUrl.replace(/^https?:\/\//, '')}/antrean`, code: label },
        ...{ queueNumber: label, on: entry.day, window: range(both.slot.startsAt, both.slot.endsAt) },
        ...{ promised: range(entry.promisedFrom, entry.promisedTo), grace: offer.place.graceMinutes },
        opens: sayTime(checkinOpens(both.slot, offer.place), office.zone, lang),
      };
      return { name: `${lang === 'en' ? 'number' : 'nomor'}-${label}.pdf`, bytes: await render('nomor-antrean', data) };
    },
  };
}
