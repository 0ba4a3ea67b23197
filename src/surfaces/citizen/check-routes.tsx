import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createAddressLimit } from '../../capabilities/accounts/index.ts';
import type { CheckAnswer } from '../../capabilities/documents/index.ts';
import { sayDate } from '../../kernel/dates.ts';
import { say } from '../../kernel/text.ts';
import {
  Actions,
  Button,
  ButtonLink,
  ErrorSummary,
  errorTitle,
  Form,
  type PageContext,
  PageTitle,
  PublicCheck,
  PublicFrame,
  TextField,
} from '../design/index.ts';
import { bodyOf, fieldOf, paramOf, type Tools } from './deps.ts';
import { paperWords } from './words/paper.ts';

/** Anybody may check a paper: by its QR alone, or by number and code typed from a printed page. */
export function checkRoutes(t: Tools, web: FastifyInstance): void {
  // The code has 40 bits: an address may guess so slowly that it never comes near, and a counter full of people still may check.
  const limit = createAddressLimit(t.clock, { burst: 60, perSecond: 0.5 });

  const ask = (request: FastifyRequest, reply: FastifyReply, typed = { number: '', code: '' }, fault?: string) => {
    const page = t.frame.page(request);
    return t.frame.send(reply, <AskPage page={page} typed={typed} fault={fault} />, fault === undefined ? 200 : 422);
  };

  web.get('/periksa', (request, reply) => ask(request, reply));

  web.post('/periksa', async (request, reply) => {
    const words = paperWords(t.frame.lang(request));
    const body = bodyOf(request);
    const typed = { number: fieldOf(body, 'nomor').slice(0, 80), code: fieldOf(body, 'kode').slice(0, 40) };
    if (typed.number === '' || typed.code === '') return ask(request, reply, typed, words.checkMissing);
    if (!limit.take(request.ip).ok) return ask(request, reply, typed, words.tooOften);
    const answer = await t.documents.checkByCode(typed.number, typed.code);
    return t.frame.send(reply, <AnswerPage page={t.frame.page(request)} answer={answer} />);
  });

  web.get('/periksa/:token', async (request, reply) => {
    const answer = await t.documents.checkByToken(paramOf(request, 'token'));
    const status = answer.kind === 'found' ? 200 : 404;
    return t.frame.send(reply, <AnswerPage page={t.frame.page(request)} answer={answer} />, status);
  });
}

type Typed = { readonly number: string; readonly code: string };

function AskPage(props: { readonly page: PageContext; readonly typed: Typed; readonly fault: string | undefined }) {
  const { page, typed, fault } = props;
  const { lang } = page;
  const words = paperWords(lang);
  return (
    <PublicFrame page={page} title={fault === undefined ? words.check : errorTitle(lang, words.check, 1)}>
      {fault !== undefined && <ErrorSummary lang={lang} faults={[{ field: 'nomor', text: fault }]} />}
      <PageTitle lead={words.checkLead}>{words.check}</PageTitle>
      <Form page={page} action="/periksa">
        <TextField
          lang={lang}
          name="nomor"
          label={words.checkNumber}
          value={typed.number}
          error={fault}
          autoComplete="off"
          spellCheck={false}
        />
        <TextField
          lang={lang}
          name="kode"
          label={words.checkCode}
          hint={words.checkCodeHint}
          value={typed.code}
          autoComplete="off"
          spellCheck={false}
        />
        <Actions>
          <Button>{words.checkButton}</Button>
        </Actions>
      </Form>
    </PublicFrame>
  );
}

function AnswerPage({ page, answer }: { readonly page: PageContext; readonly answer: CheckAnswer }) {
  const { lang } = page;
  const words = paperWords(lang);
  const { verdict, title, text } = verdictOf(answer, words);
  const row = (term: string, value: string | undefined) => (value ? [{ term, value }] : []);
  const rows =
    answer.kind === 'found'
      ? [
          ...row(words.kind, say(answer.title, lang)),
          ...row(words.number, answer.number),
          ...row(words.holder, answer.holder),
          ...row(words.issued, answer.date && sayDate(answer.date, lang)),
          ...row(words.until, answer.validUntil && sayDate(answer.validUntil, lang)),
          ...row(words.office, answer.office),
          ...row(
            words.signer,
            answer.signer &&
              [answer.signer.name, [answer.signer.acting, answer.signer.title].filter(Boolean).join(' ')].join(', '),
          ),
        ]
      : undefined;
  const specimen = answer.kind === 'found' && answer.specimen;
  return (
    <PublicFrame page={page} title={title}>
      <PublicCheck {...{ lang, verdict, title, text, specimen, rows }} />
      <ButtonLink href="/periksa" look="second">
        {words.again}
      </ButtonLink>
    </PublicFrame>
  );
}

function verdictOf(answer: CheckAnswer, words: ReturnType<typeof paperWords>) {
  if (answer.kind === 'notFound') return { verdict: 'unknown', title: words.unknown, text: words.unknownText } as const;
  if (answer.state === 'revoked') return { verdict: 'old', title: words.revoked, text: words.revokedText } as const;
  if (answer.state === 'superseded')
    return { verdict: 'old', title: words.replaced, text: words.replacedText } as const;
  if (answer.lapsed) return { verdict: 'old', title: words.lapsed, text: words.lapsedText } as const;
  return { verdict: 'genuine', title: words.genuine, text: words.genuineText } as const;
}
