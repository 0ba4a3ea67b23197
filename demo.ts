import { z } from 'zod';
import type { Tools } from './deps.ts';
import { type Operation, operation } from './operation.ts';
import { moment, officeName, shape } from './shape.ts';

const Message = shape('DemoMessage', { at: moment, channel: z.string(), to: z.string(), text: z.string() });
const Messages = shape('DemoMessages', { items: z.array(Message) });
const Logins = shape('DemoLogins', {
  citizens: z.array(
    shape('DemoCitizen', { ...{ key: z.string(), name: z.string(), phone: z.string(), pin: z.string() } }),
  ),
  officers: z.array(
    shape('DemoOfficer', {
      ...{ username: z.string(), name: z.string(), office: officeName, roles: z.array(z.string()) },
      ...{ password: z.string(), totp: z.string().describe('What the authenticator shows now') },
    }),
  ),
});

const common = { method: 'GET', tag: 'demo', need: 'anyone', change: 'nothing', status: 200 } as const;

/** In the demo messages reach nobody but these two operations, and all its people are invented. Elsewhere there are none. */
export function demoOperations({ demo }: Tools): readonly Operation[] {
  if (!demo) return [];
  return [
    operation({
      ...{ ...common, id: 'readDemoMessages', path: '/v1/demo/messages', answer: Messages },
      summary: 'What arrived at the simulated phone of this number, the newest first',
      query: z.strictObject({ to: z.string().min(5).max(40), limit: z.coerce.number().int().min(1).max(50).optional() }),
      run: async ({ query: { to, limit } }) => {
        const messages = demo.inbox.list({ to, limit: limit ?? 20 });
        return { body: { items: messages.map(({ at, channel, to: phone, text }) => ({ at, channel, to: phone, text })) } };
      },
    }),
    operation({
      ...{ ...common, id: 'readDemoLogins', path: '/v1/demo/logins', answer: Logins },
      summary: 'Who may log in and how',
      run: async () => {
        const { citizens, officers } = demo.logins();
        return {
          body: {
            citizens: citizens.map(({ key, name, phone, pin }) => ({ key, name, phone, pin })),
            officers: officers.map(({ username, name, office, roles, password, totpNow }) => ({
              ...{ username, name, office, roles, password, totp: totpNow },
            })),
          },
        };
      },
    }),
  ];
}
