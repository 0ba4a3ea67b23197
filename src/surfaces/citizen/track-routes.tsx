import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { PublicStanding } from '../../capabilities/cases/index.ts';
import { say } from '../../kernel/text.ts';
import {
  Actions,
  Button,
  ButtonLink,
  ErrorSummary,
  errorTitle,
  Form,
  Muted,
  NumberPlate,
  PageTitle,
  PublicFrame,
  TextField,
  TruthSentence,
} from '../design/index.ts';
import { promiseOf, truthOf } from '../frame/index.ts';
import { CODE_TRIES } from './check-routes.tsx';
import { bodyOf, fieldOf, paramOf, type Tools } from './deps.ts';
import { officeName, zoneOf } from './running.ts';
import { trackWords } from './words/track.ts';

/** How a case stands, for whoever holds its receipt: by its QR, or by number and code. No account, no names. */
export function trackRoutes(t: Tools, web: FastifyInstance): void {
  function ask(request: FastifyRequest, reply: FastifyReply, fault?: string): FastifyReply {
    const page = t.frame.page(request);
    const { lang } = page;
    const words = trackWords(lang);
    const body = bodyOf(request);
    const faults = fault === undefined ? [] : [{ field: 'nomor', text: fault }];
    const box = (name: 'nomor' | 'kode', label: string, hint: string) => (
      <TextField
        {...{ lang, name, label, hint, autoComplete: 'off', width: 'middle', value: fieldOf(body, name) }}
        error={name === 'nomor' ? fault : undefined}
      />
    );
    return t.frame.send(
      reply,
      <PublicFrame page={page} title={errorTitle(lang, words.title, faults.length)}>
        <ErrorSummary lang={lang} faults={faults} />
        <PageTitle lead={words.lead}>{words.title}</PageTitle>
        <Form page={page} action="/lacak">
          {box('nomor', words.number, words.numberHint)}
          {box('kode', words.code, words.codeHint)}
          <Actions>
            <Button icon="search">{words.look}</Button>
          </Actions>
        </Form>
      </PublicFrame>,
      fault === undefined ? 200 : 422,
    );
  }

  async function answer(request: FastifyRequest, reply: FastifyReply, found: PublicStanding): Promise<FastifyReply> {
    const page = t.frame.page(request);
    const { lang } = page;
    const words = trackWords(lang);
    const zone = await zoneOf(t, found.office, found.region);
    const standing = { ...found, officeName: await officeName(t, found.office) };
    const promise = promiseOf(standing, zone, lang, t.clock());
    return t.frame.send(
      reply,
      <PublicFrame page={page} title={words.title}>
        <TruthSentence over={say(found.definition.title, lang)}>
          {truthOf(standing, found.definition, zone, lang, t.clock())}
        </TruthSentence>
        {promise !== undefined && <p>{promise}</p>}
        <NumberPlate lang={lang} number={found.number} />
        {found.status === 'returned' && <p>{words.repair}</p>}
        <Muted>{words.noNames}</Muted>
        <Actions>
          <ButtonLink href="/masuk?ke=/urusan" look="second" icon="person">
            {words.login}
          </ButtonLink>
        </Actions>
      </PublicFrame>,
    );
  }

  web.get('/lacak', (request, reply) => ask(request, reply));
  web.post('/lacak', { config: { rateLimit: CODE_TRIES } }, async (request, reply) => {
    const body = bodyOf(request);
    const [number, code] = [fieldOf(body, 'nomor').slice(0, 40), fieldOf(body, 'kode').slice(0, 40)];
    const found = await t.cases.standingByCode(number, code);
    return found ? answer(request, reply, found) : ask(request, reply, trackWords(t.frame.lang(request)).none);
  });
  web.get('/lacak/:token', { config: { rateLimit: { ...CODE_TRIES, max: 60 } } }, async (request, reply) => {
    const found = await t.cases.standingByToken(paramOf(request, 'token'));
    return found ? answer(request, reply, found) : ask(request, reply, trackWords(t.frame.lang(request)).none);
  });
}
