import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isUnborn, subjectNameOf } from '../../../capabilities/cases/index.ts';
import { localDate, sayDate, sayMoment, sayTime } from '../../../kernel/dates.ts';
import { maskPhone } from '../../../kernel/masking.ts';
import { parseNik } from '../../../kernel/nik.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { type Language, say } from '../../../kernel/text.ts';
import type { FieldFault } from '../../design/index.ts';
import { codeText, truthOf } from '../../frame/index.ts';
import { bodyOf, fieldOf, type OfficeDeps, queryOf } from '../deps.ts';
import { sayAccount } from '../login-routes.tsx';
import { shellOf } from '../shell.tsx';
import { counterWords } from '../words/counter.ts';
import { type CardTyped, cardTyped, readCard } from './card.tsx';
import { type CaseLine, Door, VisitPage } from './pages.tsx';
import { COUNTER, homeOf, isOwnFamily, mustServe, mustVisit, type Visiting } from './visit.ts';

/** The counter: who stands here, by what it was seen, and what can be done for them. */
export function counterRoutes(t: OfficeDeps, web: FastifyInstance): void {
  async function door(
    request: FastifyRequest,
    reply: FastifyReply,
    faults: readonly FieldFault[],
    message?: string,
    card?: CardTyped,
  ) {
    const { desk } = request;
    const shell = shellOf(t, request);
    const { lang } = shell.page;
    const open = (await t.accounts.openVisits(desk.doer.id)).filter((visit) => visit.office === desk.office.ref);
    const visits = await Promise.all(
      open.map(async (visit) => ({
        href: homeOf(visit),
        name: (await t.people.findById(visit.personRegion, visit.person))?.name ?? '',
        text: counterWords(lang).since(
          sayTime(visit.beganAt, desk.office.zone, lang),
          say(codeText(t, 'identityPapers', visit.document), lang),
        ),
      })),
    );
    const body = bodyOf(request);
    const page = (
      <Door
        {...{ shell, faults, visits, message, card, office: desk.office.name }}
        once={t.frame.key()}
        nik={fieldOf(body, 'nik')}
        document={fieldOf(body, 'bukti')}
        documents={documentsIn(t, lang)}
      />
    );
    return t.frame.send(reply, page, faults.length > 0 ? 422 : 200);
  }

  /** Somebody whom nobody here knows yet. @returns true when the page asks on, and nothing else may follow */
  async function introduce(request: FastifyRequest, reply: FastifyReply, nik: string): Promise<boolean> {
    const { office, doer } = request.desk;
    if ((await t.people.register(office.region)).profile === 'own') return false;
    const lang = t.frame.lang(request);
    const typed = cardTyped(bodyOf(request));
    const card = typed ? readCard(nik, typed, lang) : [];
    if ('nik' in card) {
      await t.people.introduce(office.region, card, { officer: doer.id, office: office.ref });
      return false;
    }
    await door(request, reply, card, counterWords(lang).card, typed ?? NOTHING_TYPED);
    return true;
  }

  web.get(COUNTER, (request, reply) => {
    mustServe(request.desk, 'person.search');
    const words = counterWords(t.frame.lang(request));
    const messages: Readonly<Record<string, string>> = { habis: words.over, selesai: words.ended };
    return door(request, reply, [], messages[queryOf(request, 'pesan')]);
  });

  web.post(COUNTER, async (request, reply) => {
    const { desk } = request;
    mustServe(desk, 'person.search');
    const body = bodyOf(request);
    const lang = t.frame.lang(request);
    const nik = parseNik(fieldOf(body, 'nik'));
    const document = fieldOf(body, 'bukti');
    const faults: readonly FieldFault[] = [
      ...(nik.ok ? [] : [{ field: 'nik', text: nikFault(lang) }]),
      ...(documentsIn(t, lang).some((one) => one.value === document)
        ? []
        : [{ field: 'bukti', text: counterWords(lang).documentNone }]),
    ];
    if (!nik.ok || faults.length > 0) return door(request, reply, faults);
    const person = await t.people.find(nik.value);
    if (person && (await isOwnFamily(t, desk, person)))
      return door(request, reply, [{ field: 'nik', text: counterWords(lang).ownFamily }]);
    if (!person && (await introduce(request, reply, nik.value))) return reply;
    const at = { officer: desk.doer.id, office: desk.office.ref, key: fieldOf(body, 'kunci') };
    try {
      const { visit } = await t.accounts.beginVisit(at, nik.value, document);
      return reply.redirect(homeOf(visit), 303);
    } catch (error) {
      if (!(error instanceof Refusal) || error.status >= 500) throw error;
      const text =
        error.code === 'accounts/too-young'
          ? counterWords(lang).child(Number(error.params.age))
          : sayAccount(error, lang);
      return door(request, reply, [{ field: 'nik', text }]);
    }
  });

  web.get(`${COUNTER}/:visit`, async (request, reply) => {
    const visiting = await mustVisit(t, request, reply);
    return visiting ? show(t, request, reply, visiting) : reply;
  });

  web.post(`${COUNTER}/:visit/selesai`, async (request, reply) => {
    const visiting = await mustVisit(t, request, reply);
    if (!visiting) return reply;
    await t.accounts.endVisit(visiting.desk.doer.id, visiting.visit.id);
    return reply.redirect(`${COUNTER}?pesan=selesai`, 303);
  });
}

const NOTHING_TYPED: CardTyped = { name: '', day: '', month: '', year: '' };

const documentsIn = (t: OfficeDeps, lang: Language) =>
  (t.world.codes.identityPapers?.entries ?? []).map((entry) => ({ value: entry.key, label: say(entry.text, lang) }));

const nikFault = (lang: Language): string =>
  say({ id: 'Tulis 16 angka NIK seperti di kartu.', en: 'Enter the 16 digits of the NIK as on the card.' }, lang);

async function show(t: OfficeDeps, request: FastifyRequest, reply: FastifyReply, visiting: Visiting) {
  const { person, visit, desk, home } = visiting;
  const shell = shellOf(t, request);
  const { lang } = shell.page;
  const words = counterWords(lang);
  const { zone } = desk.office;
  const [phone, lines, drafts, consents, family] = await Promise.all([
    t.accounts.phoneOf(person.id),
    caseLines(t, visiting, lang),
    draftLines(t, visiting, lang),
    t.cases.requestsAt(desk.doer, person.nik),
    cardOf(t, visiting),
  ]);
  const messages: Readonly<Record<string, string>> = {
    tersimpan: words.saved,
    kuasa: words.mandateDone,
    setuju: words.consentAnswered,
  };
  const known = await t.catalogue.current();
  const titleOf = (service: string): string => say(known.get(service)?.definition.title ?? { id: service }, lang);
  return t.frame.send(
    reply,
    <VisitPage
      {...{ shell, home, person, lines, drafts }}
      message={messages[queryOf(request, 'pesan')]}
      born={`${person.birthPlace}, ${sayDate(person.birthDate, lang)}`}
      address={family ? `${family.family.address}, RT ${family.family.rt}/RW ${family.family.rw}` : ''}
      proof={say(codeText(t, 'identityPapers', visit.document), lang)}
      until={sayTime(visit.endsAt, zone, lang)}
      phone={phone === undefined ? undefined : maskPhone(phone)}
      consents={consents.map((one) => ({
        href: `${home}/setuju/${one.region}/${one.id}`,
        title: titleOf(one.service),
        text: words.consentFrom(one.askedBy),
      }))}
    />,
  );
}

/** For comparing the address with the card; undefined where the register gives nothing out. */
async function cardOf(t: OfficeDeps, { desk, person }: Visiting) {
  if (person.kk === null) return undefined;
  const today = localDate(t.clock(), desk.office.zone);
  const register = await t.people.register(person.region);
  return register.card(person.kk, { purpose: 'loket', actor: desk.doer.id, caseId: null, today });
}

/** Everything of this person that was sent, as the person's own list says it. */
async function caseLines(
  t: OfficeDeps,
  { person, desk, home }: Visiting,
  lang: Language,
): Promise<readonly CaseLine[]> {
  const mine = await t.cases.mine(person.id);
  return Promise.all(
    mine.map(async (one) => {
      const { definition } = await t.catalogue.version(one.service, one.serviceVersion);
      const office = one.sentence.office === null ? undefined : await t.organisations.findOffice(one.sentence.office);
      const standing = {
        ...{ status: one.status, outcome: one.outcome, step: one.sentence.step, since: new Date(one.sentence.since) },
        ...{ officeName: office?.name ?? '', dueAt: one.dueAt, repairUntil: null },
      };
      return {
        href: `${home}/urusan/${one.region}/${one.id}`,
        title: say(definition.title, lang),
        text: `${truthOf(standing, definition, desk.office.zone, lang, t.clock())}, ${counterWords(lang).forWhom(one.subjectName)}`,
      };
    }),
  );
}

/** For whom stands with it: several drafts of one service are told apart by nothing else. */
async function draftLines(t: OfficeDeps, { person, desk }: Visiting, lang: Language): Promise<readonly CaseLine[]> {
  const drafts = await t.cases.drafts(desk.doer, person.region);
  return Promise.all(
    drafts.map(async (found) => {
      const { definition } = await t.catalogue.version(found.service, found.serviceVersion);
      const words = counterWords(lang);
      // The name of a child whom no register knows stands in the answers alone.
      const name = isUnborn(definition)
        ? subjectNameOf(found, definition, (await t.cases.draft(desk.doer, found, found)).settled.names)
        : found.subjectName;
      const whom = isUnborn(definition) && name === found.applicantName ? words.newChild : name;
      return {
        href: `/permohonan/${found.region}/${found.id}`,
        title: words.draftOf(say(definition.title, lang)),
        text: `${words.forWhom(whom)}, ${words.draftSince(sayMoment(found.begunAt, desk.office.zone, lang))}`,
      };
    }),
  );
}
