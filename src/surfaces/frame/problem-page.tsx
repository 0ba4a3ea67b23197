import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Language, say } from '../../kernel/text.ts';
import { Actions, ButtonLink, Muted, type PageContext, PageTitle, PublicFrame } from '../design/index.ts';
import { wordsFor } from './refusal-words.ts';
import type { Problem } from './web.ts';

const back = { id: 'Ke beranda', en: 'To the front page' };
const reference = { id: 'Sebutkan kode ini bila menghubungi kami:', en: 'Quote this code when you contact us:' };

export function ProblemPage({ page, problem }: { readonly page: PageContext; readonly problem: Problem }) {
  const words = wordsFor(problem.code);
  const in_ = (text: { id: string; en: string } | ReturnType<typeof wordsFor>['say']): string => say(text, page.lang);
  return (
    <PublicFrame page={page} title={in_(words.title)}>
      <PageTitle>{in_(words.title)}</PageTitle>
      <p>{in_(words.say)}</p>
      {problem.status >= 500 && (
        <Muted>
          {in_(reference)} {problem.reference.slice(-12)}
        </Muted>
      )}
      <Actions>
        <ButtonLink href="/">{in_(back)}</ButtonLink>
      </Actions>
    </PublicFrame>
  );
}

/** RFC 9457, with the words of the page as `title` and `detail`. */
export const sendProblemJson = (problem: Problem, lang: Language, reply: FastifyReply): FastifyReply =>
  reply.type('application/problem+json').send(problemJson(problem, lang));

export function problemJson(problem: Problem, lang: Language) {
  const words = wordsFor(problem.code);
  return {
    type: `urn:satuloket:${problem.code.replace('/', ':')}`,
    title: say(words.title, lang),
    status: problem.status,
    detail: say(words.say, lang),
    instance: `urn:uuid:${problem.reference}`,
    ...(Object.keys(problem.params).length > 0 ? { params: problem.params } : {}),
  };
}

export const wantsPage = (request: FastifyRequest): boolean =>
  !request.url.startsWith('/api/') && !/\bapplication\/(problem\+)?json\b/.test(String(request.headers.accept ?? ''));
