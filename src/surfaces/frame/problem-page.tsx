import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ComponentChildren, JSX } from 'preact';
import { type Language, say, type Text } from '../../kernel/text.ts';
import { Actions, ButtonLink, Muted, type PageContext, PageTitle, PublicFrame } from '../design/index.ts';
import { localPath } from './local-path.ts';
import { wordsFor } from './refusal-words.ts';
import { type Problem, waitOf } from './web.ts';
import type { Asked } from './whole-request.ts';

const words = {
  home: { id: 'Ke beranda', en: 'To the front page' },
  desk: { id: 'Ke kotak kerja', en: 'To the inbox' },
  back: { id: 'Kembali ke halaman tadi', en: 'Back to that page' },
  reference: { id: 'Sebutkan kode ini bila menghubungi kami:', en: 'Quote this code when you contact us:' },
} as const satisfies Record<string, Text>;

/** What stands around a problem: the bar and the way out of whoever asked. */
export type Around = (props: {
  readonly page: PageContext;
  readonly title: string;
  readonly children: ComponentChildren;
}) => JSX.Element;

export type ProblemPageProps = {
  readonly page: PageContext;
  readonly problem: Problem;
  /** The page that somebody came from: where to go on. */
  readonly back: string | undefined;
  /** An officer works at a desk. */
  readonly desk: boolean;
  readonly around?: Around | undefined;
};

/** What happened, what is kept, what to do now: the same place in the program for every "no" that has no page of its own. */
export function ProblemPage({ page, problem, back, desk, around: Around = PublicFrame }: ProblemPageProps) {
  const { lang } = page;
  const { title, text } = saidOf(problem, lang);
  const home = { href: desk ? '/kantor' : '/', label: say(desk ? words.desk : words.home, lang) };
  return (
    <Around page={page} title={title}>
      <PageTitle lead={text}>{title}</PageTitle>
      {waitOf(problem.params) !== undefined && <p>{waitWords(waitOf(problem.params) ?? 0, lang)}</p>}
      {problem.status >= 500 && (
        <Muted>
          {say(words.reference, lang)} {problem.reference.slice(-12)}
        </Muted>
      )}
      <Actions>
        {back !== undefined && <ButtonLink href={back}>{say(words.back, lang)}</ButtonLink>}
        <ButtonLink href={home.href} look={back === undefined ? undefined : 'second'}>
          {home.label}
        </ButtonLink>
      </Actions>
    </Around>
  );
}

/** @example waitWords(130, 'id') // 'Coba lagi sesudah 3 menit.' */
function waitWords(seconds: number, lang: Language): string {
  const minutes = Math.ceil(seconds / 60);
  if (lang === 'id') return `Coba lagi sesudah ${seconds < 60 ? `${seconds} detik` : `${minutes} menit`}.`;
  const time = seconds < 60 ? `${seconds} seconds` : minutes === 1 ? '1 minute' : `${minutes} minutes`;
  return `Try again in ${time}.`;
}

/** Its words with its numbers filled in; one sentence is not said twice. */
function saidOf({ code, params }: Problem, lang: Language): { readonly title: string; readonly text?: string } {
  const { title, say: text } = wordsFor(code);
  const filled = (words: Text): string =>
    say(words, lang).replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
  return title === text ? { title: filled(title) } : { title: filled(title), text: filled(text) };
}

/** The page of ours that a request came from, unless that is the very page that failed to be shown. */
export function cameFrom(request: FastifyRequest): string | undefined {
  const referer = String(request.headers.referer ?? '');
  const url = URL.canParse(referer) ? new URL(referer) : undefined;
  if (url === undefined || url.host !== request.host) return undefined;
  const path = localPath(url.pathname + url.search, '');
  return path === '' || (request.method === 'GET' && path === request.url) ? undefined : path;
}

/** RFC 9457, with the words of the page as `title` and `detail`. */
export const sendProblemJson = (problem: Problem, lang: Language, reply: FastifyReply): FastifyReply =>
  reply.type('application/problem+json').send(problemJson(problem, lang));

export function problemJson(problem: Problem, lang: Language) {
  const { title, text } = saidOf(problem, lang);
  return {
    type: `urn:satuloket:${problem.code.replace('/', ':')}`,
    title,
    status: problem.status,
    detail: text ?? title,
    instance: `urn:uuid:${problem.reference}`,
    ...(Object.keys(problem.params).length > 0 ? { params: problem.params } : {}),
  };
}

export const wantsPage = ({ url, headers }: Pick<Asked, 'url' | 'headers'>): boolean =>
  !url?.startsWith('/api/') && !/\bapplication\/(problem\+)?json\b/.test(headers.accept ?? '');
