import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isUuid } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { say } from '../../kernel/text.ts';
import type { FieldFault } from '../design/index.ts';
import { guardOf } from '../frame/index.ts';
import { lookAt } from './appointment-look.ts';
import { ChooseTimePage } from './choose-time.tsx';
import { bodyOf, fieldOf, paramOf, queryOf, type Tools } from './deps.ts';
import { caseHref, refOf } from './draft-view.ts';
import { type Filler, mustFill } from './filler.ts';
import { whomOf } from './for-whom.ts';
import { issueText } from './issue-words.ts';
import { notChosen } from './queue-routes.tsx';
import { shellOf } from './shell.tsx';
import { caseWords } from './words/case.ts';
import { formWords } from './words/form.ts';
import { queueWords } from './words/queue.ts';

/** Another window for a case, by its citizen or by an officer who helps him. */
export function appointmentRoutes(t: Tools, web: FastifyInstance): void {
  const path = '/urusan/:region/:id/janji/:question';

  async function show(request: FastifyRequest, reply: FastifyReply, filler: Filler, fault?: FieldFault) {
    const ref = refOf(request);
    const question = paramOf(request, 'question');
    const draft = await t.cases.openAppointment(filler.doer, ref, question);
    const lang = t.frame.lang(request);
    const href = `${caseHref(ref)}/janji/${question}`;
    const look = await lookAt(
      t,
      draft,
      { question, service: draft.asked.field.service },
      {
        ...{ lang, day: queryOf(request, 'hari') || fieldOf(bodyOf(request), 'hari') },
        href: (day) => `${href}?hari=${day}`,
      },
    );
    const words = caseWords(lang);
    const page = (
      <ChooseTimePage
        {...{ shell: shellOf(t, request), title: words.chooseAgain, heading: words.chooseAgainTitle }}
        {...{
          over: say(draft.definition.title, lang),
          lead: words.chooseAgainWhy(draft.now?.status === 'booked'),
          button: words.chooseTime,
        }}
        {...{ whom: whomOf(draft, lang, request.helping), back: caseHref(ref, filler.helping), action: href, fault }}
        {...{ days: look?.days ?? [], dayTitle: look?.dayTitle ?? '', windows: look?.windows ?? [] }}
        none={formWords(lang).appointmentNone}
        hidden={{ versi: String(draft.found.version), kunci: t.frame.key(), hari: look?.day ?? '' }}
      />
    );
    return t.frame.send(reply, page, fault === undefined ? 200 : fault.rule ? 409 : 422);
  }

  web.get(path, async (request, reply) => {
    const filler = await mustFill(t, request, reply, refOf(request));
    return filler ? show(request, reply, filler) : reply;
  });

  web.post(path, async (request, reply) => {
    const filler = await mustFill(t, request, reply, refOf(request));
    if (!filler) return reply;
    const body = bodyOf(request);
    const slot = fieldOf(body, 'jam');
    const lang = t.frame.lang(request);
    if (!isUuid(slot)) return show(request, reply, filler, notChosen(queueWords(lang)));
    try {
      await t.cases.chooseAgain(filler.doer, refOf(request), paramOf(request, 'question'), slot, guardOf(body));
      return reply.redirect(caseHref(refOf(request), filler.helping), 303);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'cases/appointment') throw error;
      const text = issueText({ code: `appointment/${error.params.why}`, params: {} }, lang);
      return show(request, reply, filler, { field: 'jam', text, rule: true });
    }
  });
}
