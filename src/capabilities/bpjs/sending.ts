import { localDate } from '../../kernel/dates.ts';
import type { Database } from '../../platform/database/index.ts';
import { createSender, LONGEST_WAIT, type Outcome, STUBBORN } from '../../platform/outgoing/index.ts';
import { type Doer, SYSTEM } from '../cases/index.ts';
import type { PatientNumbers } from '../patients/index.ts';
import type { Client } from './client.ts';
import { openClient } from './compare.ts';
import type { BpjsDeps } from './deps.ts';
import { agreedOf, type Facility } from './facility.ts';
import { giveUp, letters, type Message, noteBegan } from './store-outbox.ts';

const SECOND = 1000;
/** As the person reads it among those who opened his data. */
const PURPOSE = 'laporan antrean ke BPJS';
const INCOMPLETE_WAIT = 45 * SECOND;

/** Sends what is due of one Puskesmas. */
export function createSending(deps: BpjsDeps) {
  const { clock, rules, patients } = deps;
  const later = (millis: number): Date => new Date(clock().getTime() + millis);
  const sender = createSender(letters, deps);

  /** @returns how many messages BPJS took. Nothing is thrown for what BPJS does: it is tried again. */
  async function send(relay: Database, facility: Facility): Promise<number> {
    const client = openClient(deps, facility);
    if (!client) return 0;
    const { region, office } = facility;
    return sender.send(relay, {
      ...{ region, office },
      begin: () => giveUp(relay, region, office, localDate(later(-rules.giveUpHours * 3600 * SECOND), 'WIB'), clock()),
      tell: (message) => tell(relay, facility, client, message),
    });
  }

  async function tell(relay: Database, facility: Facility, client: Client, message: Message): Promise<Outcome> {
    const { region, office } = facility;
    const numbers = await patients.numbersOf({ regions: [region], offices: [office] }, region, message.patient);
    const body = bodyOf(message, numbers);
    if (typeof body === 'string') {
      // A member's card may still be typed in; without a NIK there is nothing that BPJS could know anybody by.
      const state = message.jkn ? 'waiting' : 'skipped';
      await letters.settle(relay, message, {
        state,
        code: null,
        trouble: body,
        at: clock(),
        dueAt: later(INCOMPLETE_WAIT),
      });
      return { kind: 'settled', taken: false };
    }
    const first = message.tries === 0 || LACKS.some((lack) => lack === message.trouble);
    if (message.action === 'add' && first) await onRecord(message);
    const unheard = message.beganAt !== null;
    if (!unheard) await noteBegan(relay, message, clock());
    const said = await client.tell(message.action, body);
    const at = clock();
    if (said.kind === 'away') {
      if (said.untaken && !unheard) await noteBegan(relay, message, null);
      const stubborn = message.tries >= STUBBORN;
      const dueAt = stubborn ? { dueAt: later(LONGEST_WAIT) } : {};
      await letters.settle(relay, message, { state: 'waiting', code: null, trouble: said.text, at, ...dueAt });
      return said;
    }
    const there = said.kind === 'refused' && isThere(facility, message, unheard, said.text);
    const state = said.kind === 'done' || there ? 'sent' : 'refused';
    if (state === 'refused') await noteBegan(relay, message, null);
    await letters.settle(relay, message, {
      state,
      code: said.code,
      trouble: said.kind === 'done' ? null : said.text,
      at,
    });
    return { kind: 'settled', taken: state === 'sent' };
  }

  /** The person sees that his numbers went to BPJS, and when; written before they go. */
  async function onRecord({ region, office, entry: id }: Message): Promise<void> {
    const by: Doer = { ...SYSTEM, seat: office };
    const { subject } = await deps.queue.entry(by, { region, id });
    const { id: actor, label: actorLabel } = by;
    await deps.audit.looked({ region, actor, actorLabel, office, purpose: PURPOSE, seen: [id], persons: [subject] });
  }

  /** Whether a refusal says that BPJS has it already: by words that were settled with it, or, after a try that nobody answered, by those that are usual. */
  function isThere(facility: Facility, { action }: Message, unheard: boolean, text: string): boolean {
    const { repeatedTexts, afterSilence } = agreedOf(facility, rules);
    const known = [...(action === 'add' ? repeatedTexts : []), ...(unheard ? afterSilence[action] : [])];
    return known.some((one) => text.toLowerCase().includes(one.toLowerCase()));
  }

  return { send };
}

/** What a message may lack. */
const LACKS = ['no-card', 'no-nik'] as const;

/** The message with the numbers of the person, or what is missing. */
function bodyOf(message: Message, numbers: PatientNumbers | undefined): object | (typeof LACKS)[number] {
  if (message.jkn && !numbers?.card) return 'no-card';
  const nomorkartu = message.jkn ? (numbers?.card ?? '') : '';
  if (message.action !== 'add') return { ...message.facts, nomorkartu };
  if (!numbers?.nik) return 'no-nik';
  const { nik, phone, recordNumber } = numbers;
  return { ...message.facts, nomorkartu, nik, nohp: phone?.replace(/^\+62/, '0') ?? '', norm: recordNumber ?? '' };
}
