import * as z from 'zod';
import type { Pool, Wish } from '../../../capabilities/queue/index.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import type { Citizen } from '../../frame/index.ts';
import type { Tools } from '../deps.ts';
import { operation, type Reply } from '../operation.ts';
import { casePath, day, moment, name, Office, uuid } from '../schemas.ts';
import { bookingFor, placePath, WishBody } from './numbers.ts';

// Where places are given by a draw: a receipt comes at once, the number when it was drawn.

const Receipt = name(
  'DrawReceipt',
  z.strictObject({
    ...{ region: z.string(), id: uuid, office: Office, day, need: z.string(), slot: uuid },
    receipt: z.string().meta({ description: 'What is drawn: a random code, without a name.' }),
    otherWindow: z.boolean(),
    drawnAt: moment.meta({ description: 'Until then others may take part, and this one may be taken back.' }),
    status: z
      .enum(['waiting', 'drawing', 'won', 'lost', 'stopped'])
      .meta({ description: '`drawing`: nobody more takes part, ask again in a minute.' }),
    number: z.strictObject({ region: z.string(), id: uuid }).nullable().meta({ description: 'What was won.' }),
    proof: z.url().meta({ description: 'Where anybody can look how it goes, and afterwards draw again.' }),
  }),
);

function statusOf(wish: Wish, pool: Pool, now: Date): z.input<typeof Receipt>['status'] {
  if (wish.status === 'taken') return 'won';
  if (wish.status === 'over') return 'stopped';
  if (wish.status === 'lost' || pool.state === 'drawn') return 'lost';
  return pool.closesAt > now ? 'waiting' : 'drawing';
}

async function ownReceipt(t: Tools, by: Citizen, ref: { readonly region: string; readonly id: string }) {
  const wish = await t.queue.wish(by.doer, ref);
  const pool = wish?.pool ? await t.queue.pool({ region: wish.region, id: wish.pool }) : undefined;
  if (!wish || !pool || wish.applicant !== by.signed.person) throw new Refusal('queue/not-found', 404);
  return { wish, pool };
}

async function receiptView(
  t: Tools,
  by: Citizen,
  ref: { readonly region: string; readonly id: string },
): Promise<Reply<z.input<typeof Receipt>>> {
  const { wish, pool } = await ownReceipt(t, by, ref);
  const office = await t.organisations.getOffice(wish.office);
  const { region, id } = wish;
  return {
    version: wish.version,
    data: {
      ...{ region, id, office: { office: office.ref, name: office.name }, day: wish.day, need: wish.need },
      ...{ slot: wish.slot ?? '', receipt: wish.receipt ?? '', otherWindow: wish.flexible },
      ...{ drawnAt: pool.closesAt.toISOString(), status: statusOf(wish, pool, t.clock()) },
      number: wish.status === 'taken' && wish.entry !== null ? { region, id: wish.entry } : null,
      proof: `${t.config.publicUrl}/undian/${pool.region}/${pool.id}`,
    },
  };
}

const enterDraw = operation({
  ...{ id: 'enterDraw', method: 'POST', path: '/queues/{region}/{office}/receipts', tag: 'antrean', who: 'pin' },
  ...{ once: true, crowded: true, status: 201, refuses: [409, 422, 503] },
  summary: 'Take part in the draw for a window',
  about: {
    id: 'Selama `drawnUntil` sebuah jam belum lewat, tempatnya diundi: bukti ikut datang segera, hasilnya dibaca di `/receipts/{region}/{id}` sesudah `drawnAt`. `otherWindow`: jam lain pada sesi itu juga boleh.',
    en: 'Until the `drawnUntil` of a window its places are drawn for: the receipt comes at once, the outcome is read at `/receipts/{region}/{id}` after `drawnAt`. `otherWindow`: another window of its session will do.',
  },
  params: placePath,
  body: WishBody.extend({ otherWindow: z.boolean().default(false) }),
  reply: Receipt,
  show: async ({ t, by, params, body, key }) => {
    const { wish, home } = await bookingFor(t, by, params, body);
    const ref = await t.queue.takePart(by.doer, { ...wish, home, flexible: body.otherWindow }, key);
    return { ...(await receiptView(t, by, ref)), location: `/receipts/${ref.region}/${ref.id}` };
  },
});

const readReceipt = operation({
  ...{ id: 'readReceipt', method: 'GET', path: '/receipts/{region}/{id}', tag: 'antrean', who: 'pin' },
  summary: 'What became of a receipt',
  about: {
    id: 'Bukti ikut undian: masih ditunggu, sedang diundi, dapat nomor, atau tidak.',
    en: 'A receipt of a draw: waits, is being drawn, has a number, or has none.',
  },
  params: casePath,
  reply: Receipt,
  show: ({ t, by, params }) => receiptView(t, by, params),
});

const stopReceipt = operation({
  ...{ id: 'stopReceipt', method: 'POST', path: '/receipts/{region}/{id}/stop', tag: 'antrean', who: 'pin' },
  ...{ once: true, guard: true, refuses: [409] },
  summary: 'Take part no more',
  about: { id: 'Selama belum diundi.', en: 'As long as it is not drawn.' },
  params: casePath,
  reply: Receipt,
  act: async ({ t, by, params, version, key }) => {
    const { wish } = await ownReceipt(t, by, params);
    if (wish.status !== 'pooled') throw new Refusal('queue/not-now', 409);
    await t.queue.stopWaiting(by.doer, params, version, key);
    return true;
  },
  show: ({ t, by, params }) => receiptView(t, by, params),
});

export const receiptOperations = [enterDraw, readReceipt, stopReceipt];
