import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MessageSimulators, startMessageSimulators } from '../../../simulators/messages/index.ts';
import { createJobs, type Jobs, prepareJobs } from '../../platform/jobs/index.ts';
import { openMessages } from '../../platform/messages/index.ts';
import { AT_COUNTER, PLACE, SITI, type Stage, stage } from './fixture.ts';

let s: Stage;
let simulators: MessageSimulators;
let jobs: Jobs | undefined;
const errors: string[] = [];

beforeAll(async () => {
  s = await stage(undefined, () => jobs?.nudge());
  simulators = await startMessageSimulators();
  await prepareJobs(s.t.adminUrl);
  await s.accounts.bindAtCounter(AT_COUNTER, { nik: SITI.nik, phone: SITI.phone ?? '' });
  const messages = openMessages({ sms: simulators.messagesUrl, whatsapp: undefined });
  const subscribers = s.accounts.subscribers(messages);
  jobs = createJobs({ url: s.t.adminUrl, subscribers, onError: (error) => errors.push(String(error)) });
  await jobs.start();
});
afterAll(async () => {
  await jobs?.stop();
  await simulators.stop();
  await s.close();
});

const arrived = async (): Promise<string | undefined> => {
  for (let i = 0; i < 1000; i++) {
    const [newest] = simulators.inbox.list({ to: SITI.phone ?? '' });
    if (newest) return newest.text;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return undefined;
};

describe('a code', () => {
  it('reaches the phone through the real workers and the gateway, and opens the account', async () => {
    const asked = await s.accounts.askCode({
      phone: SITI.phone ?? '',
      key: randomBytes(16).toString('hex'),
      device: null,
    });
    const text = (await arrived()) ?? '';
    expect(text).toMatch(/^Kode SatuLoket: \d{6}\. Berlaku 5 menit\./);
    const code = /\d{6}/.exec(text)?.[0] ?? '';
    const challenge = asked.kind === 'sent' ? asked.challenge : '';
    expect((await s.accounts.enterCode({ challenge, code, ...PLACE })).kind).toBe('in');
    expect(errors).toEqual([]);
  });

  it('never stands readable in the outbox, the jobs or the challenge', async () => {
    simulators.inbox.clear();
    simulators.trouble({ status: 503, times: 1000 });
    await s.accounts.askCode({ phone: SITI.phone ?? '', key: randomBytes(16).toString('hex'), device: null });
    await jobs?.settle();
    const stored = JSON.stringify(await s.t.admin('select payload from graphile_worker._private_jobs'));
    expect(stored).toContain('sealed');
    expect(stored).not.toContain('81200000001');
    simulators.trouble({ status: 503, times: 0 });
    const text = (await arrived()) ?? '';
    expect(text).toMatch(/\d{6}/);
    expect(stored).not.toContain(/\d{6}/.exec(text)?.[0]);
  });
});
