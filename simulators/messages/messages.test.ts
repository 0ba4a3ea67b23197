import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Mail, MailFailed, openMail } from '../../src/platform/mail/index.ts';
import { MessageFailed, type Messages, openMessages } from '../../src/platform/messages/index.ts';
import { type MessageSimulators, startMessageSimulators } from './index.ts';

let s: MessageSimulators;
let messages: Messages;
let mail: Mail;
beforeAll(async () => {
  s = await startMessageSimulators(() => new Date('2026-11-23T03:05:00Z'));
  messages = openMessages({ sms: s.messagesUrl, whatsapp: s.messagesUrl });
  mail = openMail({ url: s.smtpUrl, from: 'SatuLoket <loket@contoh.id>' });
});
afterAll(async () => {
  mail.close();
  await s.stop();
});
beforeEach(() => s.inbox.clear());

const failure = (sent: Promise<unknown>) =>
  sent.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('the gateway', () => {
  it('takes SMS and WhatsApp and shows them newest first', async () => {
    expect(await messages.send({ id: 'a', channel: 'sms', to: '+6281200000001', text: 'satu' })).toMatch(/^0{8}-/);
    await messages.send({ id: 'b', channel: 'whatsapp', to: '+6281200000002', text: 'dua' });
    expect(s.inbox.list()).toMatchObject([
      { channel: 'whatsapp', to: '+6281200000002', text: 'dua', reference: 'b' },
      { channel: 'sms', to: '+6281200000001', text: 'satu', at: '2026-11-23T03:05:00.000Z' },
    ]);
    expect(s.inbox.list({ to: '0812-0000-0001' })).toHaveLength(1);
    const listed = await fetch(new URL('/inbox?limit=1', s.messagesUrl.replace(/\/\/.*@/, '//')));
    expect(await listed.json()).toMatchObject([{ text: 'dua' }]);
  });

  it('refuses a wrong key and an impossible number for good', async () => {
    const stranger = openMessages({ sms: s.messagesUrl.replace('hanya-di-sini', 'salah'), whatsapp: undefined });
    const message = { id: 'a', channel: 'sms', to: '+6281200000001', text: 'x' } as const;
    expect(await failure(stranger.send(message))).toMatchObject({ again: false });
    expect(await failure(stranger.send({ ...message, channel: 'whatsapp' }))).toMatchObject({ again: false });
    expect(await failure(messages.send({ ...message, to: '+6281200000000' }))).toMatchObject({ again: false });
    expect(await failure(messages.send({ ...message, text: '' }))).toBeInstanceOf(MessageFailed);
    expect(s.inbox.list()).toEqual([]);
  });

  it('asks to come back when it is busy or away', async () => {
    s.trouble({ status: 429, times: 1, retryAfter: 7 });
    const message = { id: 'a', channel: 'sms', to: '+6281200000001', text: 'x' } as const;
    expect(await failure(messages.send(message))).toMatchObject({ again: true, after: 7 });
    const away = openMessages({ sms: 'http://a:b@127.0.0.1:1/', whatsapp: undefined, timeoutMs: 500 });
    expect(await failure(away.send(message))).toMatchObject({ again: true, after: null });
    await messages.send(message);
  });
});

describe('the mail server', () => {
  it('keeps a letter with its subject and text', async () => {
    await mail.send({
      id: 'surat-1',
      to: 'siti@contoh.id',
      subject: 'Permohonan 3276‑1 — kabar',
      text: 'Lihat: https://loket.contoh.id/p?a=1\nTerima kasih.',
    });
    expect(s.inbox.list({ to: 'siti@contoh.id' })).toMatchObject([
      {
        channel: 'email',
        subject: 'Permohonan 3276‑1 — kabar',
        text: 'Lihat: https://loket.contoh.id/p?a=1\nTerima kasih.',
        reference: '<surat-1@contoh.id>',
      },
    ]);
  });

  it('refuses an unknown mailbox for good', async () => {
    const error = await failure(mail.send({ id: 'x', to: 'siti@tidak-ada.id', subject: 's', text: 't' }));
    expect(error).toBeInstanceOf(MailFailed);
    expect(error).toMatchObject({ again: false });
  });
});
