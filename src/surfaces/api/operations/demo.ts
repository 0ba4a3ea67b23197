import * as z from 'zod';
import { operation } from '../operation.ts';
import { moment } from '../schemas.ts';

/** The simulated phones: absent outside the demo. */
export const demoMessages = operation({
  ...{ id: 'listDemoMessages', method: 'GET', path: '/demo/messages', tag: 'peragaan', who: 'anyone' },
  summary: 'What reached the demo’s simulated phones',
  about: {
    id: 'Pesan peragaan, yang terbaru lebih dulu: di sini kode sekali pakai dibaca. Tidak ada di luar peragaan.',
    en: 'Messages of the demo, the newest first: one-time codes are read here. Absent outside the demo.',
  },
  query: z.strictObject({
    to: z.string().max(40).optional(),
    limit: z.coerce.number().int().min(1).max(50).optional(),
  }),
  reply: z.strictObject({
    messages: z.array(
      z.strictObject({ id: z.string(), at: moment, channel: z.string(), to: z.string(), text: z.string() }),
    ),
  }),
  show: async ({ t, query: { to, limit } }) => {
    const messages = t.inbox?.list({ limit: limit ?? 20, ...(to === undefined ? {} : { to }) }) ?? [];
    return {
      data: {
        messages: messages.map(({ id, at, channel, to: whose, text }) => ({ id, at, channel, to: whose, text })),
      },
    };
  },
});
