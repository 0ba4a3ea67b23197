import type { FastifyInstance } from 'fastify';
import type { JSX } from 'preact';
import type { Office } from '../../capabilities/organisations/index.ts';
import type { DangerSign, Offer } from '../../capabilities/queue/index.ts';
import { sayDay } from '../../kernel/dates.ts';
import { parsePhone, sayPhone } from '../../kernel/phone.ts';
import { say } from '../../kernel/text.ts';
import {
  Actions,
  Button,
  ButtonLink,
  DefinitionRows,
  Muted,
  Notice,
  PageTitle,
  type Place,
  PlaceSearch,
  Row,
  Rows,
  Section,
} from '../design/index.ts';
import { queryOf, type Tools } from './deps.ts';
import { placesFound } from './places.tsx';
import { homeOf } from './queue-choices.ts';
import { CitizenPage, type Shell, shellOf } from './shell.tsx';
import { citizenOf } from './visitor.ts';
import { emergencyWords } from './words/emergency.ts';
import { frontWords } from './words/front.ts';
import { queueWords } from './words/queue.ts';

type Props = {
  readonly shell: Shell;
  /** The Puskesmas that was asked for or lies where somebody lives, as far as it has a queue. */
  readonly at: { readonly office: Office; readonly offer: Offer; readonly home: boolean } | undefined;
  readonly sign: DangerSign | undefined;
  readonly ambulance: string;
  /** Looking for one by the village. */
  readonly search: {
    readonly typed: string;
    readonly results: readonly Place[];
    readonly chosen: string | undefined;
  };
};

/** Nothing is booked here, only said where to go, whom to call, and by which signs one knows it. */
function EmergencyPage({ shell, at, sign, ambulance, search }: Props): JSX.Element {
  const { lang, demo } = shell.page;
  const words = emergencyWords(lang);
  const { emergency, emergencyShort, ugdTitle, ugdText, ugdBack } = queueWords(lang);
  const room = at?.offer.place.emergency;
  return (
    <CitizenPage shell={shell} title={ugdTitle}>
      <PageTitle over={sign && say(sign.say, lang)}>{ugdTitle}</PageTitle>
      <Notice tone="danger" title={emergency}>
        <p>{room ? say(room.say, lang) : emergencyShort}</p>
        <p>{ugdText}</p>
        <p>
          {words.cannotGo} <a href={telOf(ambulance)}>{words.ambulance(shown(ambulance))}</a>
        </p>
      </Notice>
      {at && (
        <Section id="ke-mana" title={words.room(at.office.name)} card>
          {at.home && <Muted>{words.home}</Muted>}
          {room ? (
            <DefinitionRows
              rows={[
                { term: words.address, value: room.address ?? words.noAddress },
                { term: words.phone, value: <a href={telOf(room.phone)}>{shown(room.phone)}</a> },
              ]}
            />
          ) : (
            <p>{words.noRoom}</p>
          )}
        </Section>
      )}
      {at && !sign && (
        <Section id="tanda" title={words.signs}>
          {at.offer.signs.length === 0 ? (
            <p>{words.noSigns(at.office.name)}</p>
          ) : (
            <>
              <Rows>
                {at.offer.signs.map((one) => (
                  <Row
                    key={one.code}
                    href={`/berobat/ugd?di=${encodeURIComponent(at.office.ref)}&tanda=${one.code}`}
                    icon="alert"
                    title={say(one.say, lang)}
                  />
                ))}
              </Rows>
              <Muted>{words.approved(sayDay(newest(at.offer.signs), lang))}</Muted>
              {demo && <Muted>{words.demo}</Muted>}
            </>
          )}
        </Section>
      )}
      {(!at || at.home) && (
        <form class="gap-6" action="/berobat/ugd" method="get">
          <PlaceSearch
            {...{ lang, name: 'tempat', label: at ? words.otherVillage : words.village, hint: words.villageHint }}
            {...{ typed: search.typed, results: search.results, chosen: search.chosen }}
            searched={search.typed !== '' && search.chosen === undefined}
            suggest="/tempat?tingkat=4&nama=tempat"
          />
          {search.chosen !== undefined && !at && <Notice role="status">{words.noneThere}</Notice>}
          <Actions>
            <Button look="second">{frontWords(lang).officeShow}</Button>
          </Actions>
        </form>
      )}
      <Actions>
        <ButtonLink href="/berobat/siapa" look="second">
          {ugdBack}
        </ButtonLink>
      </Actions>
    </CitizenPage>
  );
}

const shown = (phone: string): string => {
  const read = parsePhone(phone);
  return read.ok ? sayPhone(read.value) : phone;
};
const telOf = (phone: string): string => {
  const read = parsePhone(phone);
  return `tel:${read.ok ? read.value : phone.replace(/[^\d+]/g, '')}`;
};
const newest = (signs: readonly DangerSign[]) =>
  signs
    .map(({ approvedOn }) => approvedOn)
    .sort()
    .at(-1) ?? '';

/** Who must not queue: the place that was asked for, else the one where somebody lives, else one of a village. */
export function emergencyRoutes(t: Tools, web: FastifyInstance): void {
  const placeOf = async (ref: string, home: boolean): Promise<Props['at']> => {
    const [offer, office] = await Promise.all([t.queue.offer(ref), t.organisations.findOffice(ref)]);
    return offer && office && offer.place.kind === 'health' ? { office, offer, home } : undefined;
  };

  web.get('/berobat/ugd', { config: { urgent: true } }, async (request, reply) => {
    const asked = queryOf(request, 'di');
    const chosen = queryOf(request, 'tempat') || undefined;
    const typed = queryOf(request, 'tempat.cari').slice(0, 80);
    const of = chosen && (await t.organisations.officeOf('puskesmas', chosen));
    const known = asked !== '' ? asked : of ? of.ref : undefined;
    const citizen = known === undefined && typed === '' ? await citizenOf(t, request) : undefined;
    const home = citizen && citizen.signed.level >= 2 ? await homeOf(t, citizen.person) : undefined;
    const at = known !== undefined ? await placeOf(known, false) : home ? await placeOf(home, true) : undefined;
    const sign = at?.offer.signs.find(({ code }) => code === queryOf(request, 'tanda'));
    const results = chosen === undefined ? await placesFound(t, typed, { level: 4 }) : [];
    const ambulance = t.ambulance(at?.office.region ?? chosen?.slice(0, 5) ?? citizen?.person.region ?? null);
    const search = { typed, results, chosen };
    return t.frame.send(reply, <EmergencyPage {...{ shell: shellOf(t, request), at, sign, ambulance, search }} />);
  });
}
