import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JSX } from 'preact';
import { isUuid } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { say } from '../../kernel/text.ts';
import {
  Actions,
  BackLink,
  Button,
  Days,
  ErrorSummary,
  errorTitle,
  type FieldFault,
  Form,
  Notice,
  PageTitle,
  Section,
  Windows,
} from '../design/index.ts';
import { guardOf } from '../frame/index.ts';
import { type AppointmentLook, lookAt } from './appointment-look.ts';
import { bodyOf, fieldOf, paramOf, queryOf, type Tools } from './deps.ts';
import { caseHref, refOf } from './draft-view.ts';
import { whomOf } from './for-whom.ts';
import { issueText } from './issue-words.ts';
import { CitizenPage, type Shell, shellOf } from './shell.tsx';
import { type Citizen, mustBe } from './visitor.ts';
import { caseWords } from './words/case.ts';
import { commonWords } from './words/common.ts';
import { formWords } from './words/form.ts';
import { queueWords } from './words/queue.ts';

/** Another window for a case whose number came to nothing. */
export function appointmentRoutes(t: Tools, web: FastifyInstance): void {
  const path = '/urusan/:region/:id/janji/:question';

  async function show(request: FastifyRequest, reply: FastifyReply, citizen: Citizen, fault?: string, status = 200) {
    const ref = refOf(request);
    const question = paramOf(request, 'question');
    const draft = await t.cases.openAppointment(citizen.doer, ref, question);
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
    const page = (
      <AgainPage
        {...{ shell: shellOf(t, request), href, look, fault, whom: whomOf(draft, lang) }}
        {...{ service: say(draft.definition.title, lang), back: caseHref(ref) }}
        hidden={{ versi: String(draft.found.version), kunci: t.frame.key(), hari: look?.day ?? '' }}
      />
    );
    return t.frame.send(reply, page, status);
  }

  web.get(path, async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    return citizen ? show(request, reply, citizen) : reply;
  });

  web.post(path, async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const body = bodyOf(request);
    const slot = fieldOf(body, 'jam');
    const lang = t.frame.lang(request);
    if (!isUuid(slot)) return show(request, reply, citizen, queueWords(lang).timeNone, 422);
    try {
      await t.cases.chooseAgain(citizen.doer, refOf(request), paramOf(request, 'question'), slot, guardOf(body));
      return reply.redirect(caseHref(refOf(request)), 303);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'cases/appointment') throw error;
      const why = issueText({ code: `appointment/${error.params.why}`, params: {} }, lang);
      return show(request, reply, citizen, why, 409);
    }
  });
}

function AgainPage(props: {
  readonly shell: Shell;
  readonly service: string;
  readonly whom: string;
  readonly back: string;
  readonly href: string;
  readonly look: AppointmentLook | undefined;
  readonly fault: string | undefined;
  readonly hidden: Readonly<Record<string, string>>;
}): JSX.Element {
  const { shell, look, fault } = props;
  const { lang } = shell.page;
  const words = caseWords(lang);
  const faults: readonly FieldFault[] = fault === undefined ? [] : [{ field: 'jam', text: fault }];
  return (
    <CitizenPage
      shell={shell}
      title={errorTitle(lang, words.chooseAgain, faults.length)}
      gap={6}
      whom={{ who: props.whom }}
    >
      <BackLink href={props.back}>{commonWords(lang).back}</BackLink>
      <ErrorSummary lang={lang} faults={faults} />
      <PageTitle over={props.service} lead={words.chooseAgainWhy}>
        {words.chooseAgainTitle}
      </PageTitle>
      {look ? (
        <>
          <Section id="hari" title={queueWords(lang).days}>
            <Days items={look.days} />
          </Section>
          <Form page={shell.page} action={props.href} hidden={props.hidden}>
            <Windows name="jam" title={look.dayTitle} items={look.windows} />
            <Actions>
              <Button>{words.chooseTime}</Button>
            </Actions>
          </Form>
        </>
      ) : (
        <Notice tone="warning">{formWords(lang).appointmentNone}</Notice>
      )}
    </CitizenPage>
  );
}
