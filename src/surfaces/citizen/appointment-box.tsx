import type { JSX } from 'preact';
import type { Language } from '../../kernel/text.ts';
import { Days, Notice, PageTitle, Section, Windows } from '../design/index.ts';
import type { AppointmentLook } from './appointment-look.ts';
import { formWords } from './words/form.ts';
import { queueWords } from './words/queue.ts';

/** A question that is answered by a window at a counter: its days as links, the windows of one day to choose from. */
export function AppointmentBox(props: {
  readonly lang: Language;
  readonly name: string;
  readonly label: string;
  readonly hint: string | undefined;
  readonly error: string | undefined;
  readonly heading: boolean;
  readonly look: AppointmentLook | undefined;
}): JSX.Element {
  const { lang, label, look } = props;
  const words = formWords(lang);
  const lead = [look && words.appointmentAt(look.office), props.hint].filter((one) => one !== undefined).join(' ');
  const title = props.heading ? <PageTitle lead={lead}>{label}</PageTitle> : <h2>{label}</h2>;
  if (!look)
    return (
      <>
        {title}
        <Notice tone="warning">{words.appointmentNone}</Notice>
      </>
    );
  return (
    <>
      {title}
      {look.heldUntil !== undefined && <HeldNotice lang={lang} until={look.heldUntil} />}
      <Section id="hari" title={queueWords(lang).days}>
        <Days items={look.days} />
      </Section>
      <Windows
        later={queueWords(lang).laterWindows}
        name={props.name}
        title={look.dayTitle}
        items={look.windows}
        value={look.picked}
        wrong={props.error === undefined ? undefined : { lang, error: props.error }}
      />
    </>
  );
}

/** Until when the chosen window is nobody else's. */
export function HeldNotice({ lang, until }: { readonly lang: Language; readonly until: string | null }): JSX.Element {
  const words = formWords(lang);
  return until === null ? (
    <Notice tone="warning" icon="clock">
      {words.heldOver}
    </Notice>
  ) : (
    <Notice tone="success" icon="clock">
      {words.heldUntil(until)}
    </Notice>
  );
}
