import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JSX } from 'preact';
import type { CheckAnswer } from '../../capabilities/documents/index.ts';
import { sayDate, sayMoment } from '../../kernel/dates.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type Language, say } from '../../kernel/text.ts';
import {
  Actions,
  Button,
  ButtonLink,
  Dots,
  ErrorSummary,
  errorTitle,
  Form,
  Muted,
  PageTitle,
  PublicCheck,
  PublicFrame,
  TextField,
} from '../design/index.ts';
import { bodyOf, fieldOf, paramOf, type Tools } from './deps.ts';
import { paperWords } from './words/papers.ts';

// Codes have 40 bits: ten tries a minute from one address are enough for people and far too few for guessing.
export const CODE_TRIES = { max: 10, timeWindow: '1 minute' };

/** What anybody may ask of a paper: by the QR's token, or by number and code typed from the page. */
export async function checkRoutes(t: Tools, web: FastifyInstance): Promise<void> {
  await web.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, { ttl }) => new Refusal('frame/too-many', 429, { seconds: Math.ceil(ttl / 1000) }),
  });

  function ask(request: FastifyRequest, reply: FastifyReply, fault?: string): FastifyReply {
    const page = t.frame.page(request);
    const { lang } = page;
    const words = paperWords(lang);
    const body = bodyOf(request);
    const faults = fault === undefined ? [] : [{ field: 'nomor', text: fault }];
    return t.frame.send(
      reply,
      <PublicFrame page={page} title={errorTitle(lang, words.checkTitle, faults.length)}>
        <ErrorSummary lang={lang} faults={faults} />
        <PageTitle lead={words.checkLead}>{words.checkTitle}</PageTitle>
        <Form page={page} action="/periksa">
          <TextField
            {...{ lang, name: 'nomor', label: words.typedNumber, autoComplete: 'off' }}
            value={fieldOf(body, 'nomor')}
            error={fault}
          />
          <TextField
            {...{
              lang,
              name: 'kode',
              label: words.typedCode,
              hint: words.codeHint,
              autoComplete: 'off',
              width: 'middle',
            }}
            value={fieldOf(body, 'kode')}
          />
          <Actions>
            <Button icon="search">{words.checkIt}</Button>
          </Actions>
        </Form>
      </PublicFrame>,
      fault === undefined ? 200 : 422,
    );
  }

  function answer(request: FastifyRequest, reply: FastifyReply, found: CheckAnswer): FastifyReply {
    const page = t.frame.page(request);
    const words = paperWords(page.lang);
    const now = sayMoment(t.clock(), 'WIB', page.lang);
    return t.frame.send(
      reply,
      <PublicFrame page={page} title={`${verdictOf(found, page.lang).title}: ${words.checkTitle}`}>
        <Muted small={false}>{words.result}</Muted>
        <Verdict found={found} lang={page.lang} />
        {found.kind === 'found' ? <p>{words.compare}</p> : <Dots items={words.todo.split('|')} />}
        <Muted>{words.checkedAt(now)}</Muted>
        <Actions>
          <ButtonLink href="/periksa" look="second" icon="search">
            {words.another}
          </ButtonLink>
        </Actions>
      </PublicFrame>,
    );
  }

  web.get('/periksa', (request, reply) => ask(request, reply));
  web.post('/periksa', { config: { rateLimit: CODE_TRIES } }, async (request, reply) => {
    const body = bodyOf(request);
    const [number, code] = [fieldOf(body, 'nomor').slice(0, 80), fieldOf(body, 'kode').slice(0, 40)];
    if (number === '' || code === '') return ask(request, reply, paperWords(t.frame.lang(request)).both);
    return answer(request, reply, await t.documents.checkByCode(number, code));
  });
  web.get('/periksa/:token', { config: { rateLimit: { ...CODE_TRIES, max: 60 } } }, async (request, reply) =>
    answer(request, reply, await t.documents.checkByToken(paramOf(request, 'token'))),
  );
}

function verdictOf(found: CheckAnswer, lang: Language) {
  const words = paperWords(lang);
  if (found.kind === 'notFound') return { verdict: 'void', title: words.unknown, text: words.unknownText } as const;
  if (found.state === 'superseded') return { verdict: 'old', title: words.replaced, text: words.replacedText } as const;
  if (found.state === 'revoked') return { verdict: 'void', title: words.withdrawn, text: words.withdrawnText } as const;
  if (found.lapsed) return { verdict: 'old', title: words.over, text: words.overText } as const;
  return { verdict: 'genuine', title: words.genuine, text: words.genuineText(found.office) } as const;
}

function Verdict({ found, lang }: { readonly found: CheckAnswer; readonly lang: Language }): JSX.Element {
  const words = paperWords(lang);
  const given = verdictOf(found, lang);
  if (found.kind === 'notFound') return <PublicCheck lang={lang} {...given} specimen={false} />;
  const signer = found.signer && `${found.signer.name}, ${found.signer.title}`;
  const lines: readonly (readonly [string, string | undefined])[] = [
    [words.kind, say(found.title, lang)],
    [words.number, found.number],
    [words.holder, found.holder],
    [words.issued, found.date && sayDate(found.date, lang)],
    [words.until, found.validUntil && sayDate(found.validUntil, lang)],
    [words.signed, signer],
  ];
  const rows = lines.flatMap(([term, value]) => (value === undefined ? [] : [{ term, value }]));
  return <PublicCheck lang={lang} {...given} specimen={found.specimen} rows={rows} />;
}
