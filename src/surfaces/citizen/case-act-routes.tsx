import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../kernel/refusal.ts';
import { say } from '../../kernel/text.ts';
import { guardOf } from '../frame/index.ts';
import { Say, Withdraw } from './case-acts.tsx';
import { bodyOf, fieldOf, type Tools } from './deps.ts';
import { caseHref, refOf } from './draft-view.ts';
import { whomOf } from './for-whom.ts';
import { shellOf } from './shell.tsx';
import { type Citizen, mustBe } from './visitor.ts';
import { caseWords } from './words/case.ts';

const LONGEST = 2000;

/** What a citizen does with a case that was sent, beside repairing it: take it back, ask, object. */
export function caseActRoutes(t: Tools, web: FastifyInstance): void {
  async function given(request: FastifyRequest, citizen: Citizen, kind?: 'tanya' | 'keberatan') {
    const { found, definition, events } = await t.cases.view(citizen.doer, refOf(request));
    // An objection that nobody could take is not asked for.
    if (kind === 'keberatan' && !(await t.cases.objection(found, events))?.open)
      throw new Refusal('cases/not-open', 409);
    const lang = t.frame.lang(request);
    return {
      ...{
        shell: shellOf(t, request),
        service: say(definition.title, lang),
        whom: whomOf({ found, definition }, lang),
      },
      ...{ href: caseHref(found), hidden: { versi: String(found.version), kunci: t.frame.key() } },
    };
  }

  web.get('/urusan/:region/:id/batal', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    return citizen ? t.frame.send(reply, <Withdraw {...(await given(request, citizen))} />) : reply;
  });

  web.post('/urusan/:region/:id/batal', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    await t.cases.withdraw(citizen.doer, refOf(request), guardOf(bodyOf(request)));
    return reply.redirect(caseHref(refOf(request)), 303);
  });

  for (const kind of ['tanya', 'keberatan'] as const) {
    const path = `/urusan/:region/:id/${kind}`;
    const show = async (request: FastifyRequest, reply: FastifyReply, citizen: Citizen, fault?: string) => {
      const typed = fieldOf(bodyOf(request), 'tulisan');
      const page = <Say {...{ ...(await given(request, citizen, kind)), kind, typed, fault }} />;
      return t.frame.send(reply, page, fault === undefined ? 200 : 422);
    };
    web.get(path, async (request, reply) => {
      const citizen = await mustBe(t, request, reply, 2);
      return citizen ? show(request, reply, citizen) : reply;
    });
    web.post(path, async (request, reply) => {
      const citizen = await mustBe(t, request, reply, 2);
      if (!citizen) return reply;
      const words = caseWords(t.frame.lang(request));
      const text = fieldOf(bodyOf(request), 'tulisan');
      if (text === '') return show(request, reply, citizen, words.empty);
      if (text.length > LONGEST) return show(request, reply, citizen, words.tooLong);
      const said = kind === 'tanya' ? 'asked' : 'objected';
      await t.cases.say(citizen.doer, refOf(request), said, text, guardOf(bodyOf(request))).catch((error: unknown) => {
        // Pressed twice, it is said once.
        if (!(error instanceof Refusal) || error.code !== 'cases/objected-before') throw error;
      });
      return reply.redirect(`${caseHref(refOf(request))}?terkirim=ya`, 303);
    });
  }
}
