import type { JSX } from 'preact';
import type { DangerSign, Offer } from '../../capabilities/queue/index.ts';
import { say } from '../../kernel/text.ts';
import { Actions, ButtonLink, Notice, PageTitle, Row, Rows, Section } from '../design/index.ts';
import { CitizenPage, type Shell } from './shell.tsx';
import { queueWords } from './words/queue.ts';

/** Chosen a sign of danger: nothing is booked, only said where to go. */
export function EmergencyPage(props: {
  readonly shell: Shell;
  readonly offer: Offer | undefined;
  readonly sign: DangerSign | undefined;
}): JSX.Element {
  const { shell, offer } = props;
  const { lang } = shell.page;
  const words = queueWords(lang);
  const where = offer?.place.emergency;
  return (
    <CitizenPage shell={shell} title={words.ugdTitle}>
      <PageTitle over={props.sign && say(props.sign.say, lang)}>{words.ugdTitle}</PageTitle>
      <Notice tone="danger" title={words.emergency}>
        <p>{where ? say(where.say, lang) : words.emergencyShort}</p>
        <p>{words.ugdText}</p>
        <p>
          <a href={`tel:${where?.phone ?? '119'}`}>{words.emergencyCall(where?.phone ?? '119')}</a>
        </p>
      </Notice>
      {offer && !props.sign && (
        <Section id="tanda" title={words.emergencyLink}>
          <Rows>
            {offer.signs.map((sign) => (
              <Row
                key={sign.code}
                href={`/berobat/ugd?di=${encodeURIComponent(offer.place.office)}&tanda=${sign.code}`}
                icon="alert"
                title={say(sign.say, lang)}
              />
            ))}
          </Rows>
        </Section>
      )}
      <Actions>
        <ButtonLink href="/berobat/siapa" look="second">
          {words.ugdBack}
        </ButtonLink>
      </Actions>
    </CitizenPage>
  );
}
