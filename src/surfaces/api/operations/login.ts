import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { CodeAnswer, Place, SignedIn } from '../../../capabilities/accounts/index.ts';
import { sayIssue } from '../../../engine/index.ts';
import { maskName, maskPhone } from '../../../kernel/masking.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { seatsOf } from '../../frame/index.ts';
import type { Tools } from '../deps.ts';
import { operation } from '../operation.ts';
import { keyOf } from '../read.ts';
import { pointerTo, Refused } from '../refused.ts';
import { moment, name } from '../schemas.ts';

const token = z.string().min(20).max(200);
const Session = name(
  'Session',
  z.strictObject({
    token: z
      .string()
      .meta({ description: 'For `Authorization: Bearer`. Shown once; every change of level gives a new one.' }),
    kind: z.enum(['citizen', 'officer']),
    level: z.int().meta({ description: '1: the code alone, masked status · 2: with the PIN' }),
    pinSet: z.boolean(),
    offices: z.array(z.string()).meta({ description: 'Seats of an officer: with several, name one as `office`.' }),
    expiresAt: moment,
  }),
);
const CodeReply = name(
  'CodeReply',
  z.union([
    z.strictObject({ kind: z.literal('in'), session: Session }),
    z.strictObject({
      kind: z.literal('choose'),
      accounts: z.array(z.strictObject({ account: z.string(), name: z.string().meta({ description: 'masked' }) })),
    }),
  ]),
);

/** A program has no browser to recognise it by: it is known by its token alone. */
const placeOf = (request: FastifyRequest): Place => ({
  agent: String(request.headers['user-agent'] ?? '').slice(0, 300),
  device: null,
  shared: true,
});

const sessionView = ({ token: given, signed }: Pick<SignedIn, 'token' | 'signed'>): z.input<typeof Session> => ({
  ...{ token: given, kind: signed.kind, expiresAt: signed.expiresAt.toISOString() },
  ...(signed.kind === 'citizen'
    ? { level: signed.level, pinSet: signed.pinSet, offices: [] }
    : { level: 2, pinSet: true, offices: [...seatsOf(signed)] }),
});

function entered(answer: CodeAnswer): z.input<typeof CodeReply> {
  if (answer.kind === 'in') return { kind: 'in', session: sessionView(answer) };
  if (answer.kind === 'choose')
    return { kind: 'choose', accounts: answer.choices.map(({ account, name: called }) => ({ account, name: called })) };
  throw answer.kind === 'wrong'
    ? new Refusal('api/wrong-code', 422, { left: answer.left })
    : new Refusal('api/code-over', 422);
}

const waiting = (until: Date): Refusal => new Refusal('accounts/too-often', 429, { until: until.toISOString() });

function limited(t: Tools, request: FastifyRequest): void {
  const taken = t.addresses.take(request.ip);
  if (!taken.ok) throw new Refusal('frame/too-many', 429, { seconds: taken.seconds });
}

const askCode = operation({
  ...{ id: 'askCode', method: 'POST', path: '/login/code', tag: 'masuk', who: 'anyone', once: true, refuses: [429] },
  summary: 'Send a one-time code to a phone number',
  about: {
    id: 'Mengirim kode sekali pakai. Jawabannya sama, entah nomor itu punya akun atau tidak. Kunci yang sama mengirim satu kode saja.',
    en: 'Sends a one-time code. The answer is the same whether the number has an account or not. The same key sends one code only.',
  },
  body: z.strictObject({ phone: z.string().min(1).max(40) }),
  reply: z.strictObject({ challenge: z.string(), expiresAt: moment }),
  show: async ({ t, body: { phone }, request }) => {
    limited(t, request);
    const asked = await t.accounts.askCode({ phone, key: keyOf(request), device: null });
    if (asked.kind === 'wait') throw waiting(asked.until);
    if (asked.kind === 'issues') {
      const fault = (issue: (typeof asked.issues)[number]) => ({
        ...{ pointer: pointerTo('body', 'phone'), code: issue.code, say: sayIssue(issue) },
      });
      throw new Refused('api/invalid', 422, asked.issues.map(fault));
    }
    return { data: { challenge: asked.challenge, expiresAt: asked.expiresAt.toISOString() } };
  },
});

const enterCode = operation({
  ...{ id: 'enterCode', method: 'POST', path: '/login/session', tag: 'masuk', who: 'anyone', refuses: [429] },
  summary: 'Enter the code',
  about: {
    id: 'Kode yang benar membuka akun, atau menanyakan akun yang mana (`choose`). Satu kode hanya berlaku sekali.',
    en: 'A right code opens the account, or asks which one (`choose`). A code works once.',
  },
  body: z.strictObject({ challenge: token, code: z.string().min(1).max(20) }),
  reply: CodeReply,
  show: async ({ t, body: { challenge, code }, request }) => ({
    data: entered(await t.accounts.enterCode({ challenge, code, ...placeOf(request) })),
  }),
});

const chooseAccount = operation({
  ...{ id: 'chooseAccount', method: 'POST', path: '/login/account', tag: 'masuk', who: 'anyone' },
  summary: 'Choose whose account, where a number serves several',
  about: { id: 'Memilih akun setelah kode yang benar.', en: 'Chooses the account after a right code.' },
  body: z.strictObject({ challenge: token, account: z.string().min(1).max(80) }),
  reply: CodeReply,
  show: async ({ t, body: { challenge, account }, request }) => ({
    data: entered(await t.accounts.chooseAccount({ challenge, account, ...placeOf(request) })),
  }),
});

const enterPin = operation({
  ...{ id: 'enterPin', method: 'POST', path: '/login/pin', tag: 'masuk', who: 'code', refuses: [422, 429] },
  summary: 'Enter the PIN',
  about: {
    id: 'PIN membuka draf, surat, dan keluarga. Token lama tidak berlaku lagi. Pesan ke ponsel memakai bahasa `Accept-Language`, bila disebut. PIN salah dari program dihitung bersama semua perangkat yang belum dikenal.',
    en: 'The PIN opens drafts, papers and family. The former token is worthless. Messages to the phone come in the `Accept-Language`, where one is named. Wrong PINs from programs count together with all unknown devices.',
  },
  body: z.strictObject({ pin: z.string().min(1).max(20) }),
  reply: Session,
  show: async ({ t, by, body: { pin }, token: own, request }) => {
    const answer = await t.accounts.enterPin(own, by.signed, pin, null);
    if (answer.kind === 'wait') throw new Refusal('accounts/pin-too-often', 429, { until: answer.until.toISOString() });
    if (answer.kind !== 'in') throw new Refusal('api/wrong-pin', 422);
    const spoken = /^\s*(id|en)\b/i.exec(request.headers['accept-language'] ?? '')?.[1]?.toLowerCase();
    if (spoken) await t.notices.setLanguage(by.signed.person, spoken === 'en' ? 'en' : 'id');
    return { data: sessionView(answer) };
  },
});

const officerLogin = operation({
  ...{ id: 'officerLogin', method: 'POST', path: '/login/officer', tag: 'masuk', who: 'anyone', refuses: [422, 429] },
  summary: 'Log in as an officer',
  about: {
    id: 'Nama pengguna, kata sandi, dan kode TOTP sekaligus. Yang mana yang salah tidak dikatakan.',
    en: 'User name, password and TOTP at once. Which of them is wrong is not said.',
  },
  body: z.strictObject({
    username: z.string().min(1).max(60),
    password: z.string().min(1).max(300),
    totp: z.string().min(1).max(12),
  }),
  reply: Session,
  show: async ({ t, body, request }) => {
    limited(t, request);
    const login = await t.accounts.officerLogin({ ...body, ...placeOf(request), shared: false });
    if (login.kind === 'wait') throw waiting(login.until);
    if (login.kind === 'wrong') throw new Refusal('api/wrong-login', 422);
    return { data: sessionView(login) };
  },
});

const me = operation({
  ...{ id: 'readMe', method: 'GET', path: '/me', tag: 'masuk', who: 'code' },
  summary: 'Who I am',
  about: {
    id: 'Warga yang masuk; nama disamarkan sampai PIN dimasukkan.',
    en: 'The citizen; the name is masked until the PIN.',
  },
  reply: z.strictObject({
    ...{ name: z.string(), region: z.string(), level: z.int(), pinSet: z.boolean(), phone: z.string().nullable() },
    expiresAt: moment,
  }),
  show: async ({ t, by: { signed, person } }) => {
    const phone = await t.accounts.phoneOf(signed.person);
    const { region, level, pinSet, expiresAt } = signed;
    const called = level === 2 ? person.name : maskName(person.name);
    return {
      data: {
        name: called,
        region,
        level,
        pinSet,
        phone: phone ? maskPhone(phone) : null,
        expiresAt: expiresAt.toISOString(),
      },
    };
  },
});

const logout = operation({
  ...{ id: 'logout', method: 'DELETE', path: '/login/session', tag: 'masuk', who: 'code', status: 204 },
  summary: 'Log out',
  about: { id: 'Mengakhiri sesi warga ini.', en: 'Ends this session of a citizen.' },
  reply: null,
  show: async ({ t, by }) => {
    await t.accounts.logout(by.signed);
    return undefined;
  },
});

const officerLogout = operation({
  ...{ id: 'officerLogout', method: 'DELETE', path: '/login/officer', tag: 'masuk', who: 'officer', status: 204 },
  summary: 'Log out as an officer',
  about: { id: 'Mengakhiri sesi petugas ini.', en: 'Ends this session of an officer.' },
  reply: null,
  show: async ({ t, by }) => {
    await t.accounts.logout(by.signed);
    return undefined;
  },
});

export const loginOperations = [askCode, enterCode, chooseAccount, enterPin, officerLogin, me, logout, officerLogout];
