import type { JSX } from 'preact';
import {
  Actions,
  BackLink,
  Button,
  Checkboxes,
  DateField,
  Declaration,
  Dots,
  dateNames,
  ErrorSummary,
  errorTitle,
  type FieldFault,
  Form,
  Narrow,
  PageTitle,
  Section,
  TextField,
} from '../../design/index.ts';
import { type Body, fieldOf } from '../deps.ts';
import { OfficePage, type Shell } from '../shell.tsx';
import { counterWords } from '../words/counter.ts';
import { faultAt } from './pages.tsx';

const until = dateNames('sampai');

export function MandatePage(props: {
  readonly shell: Shell;
  readonly home: string;
  readonly name: string;
  readonly faults: readonly FieldFault[];
  readonly typed: Body;
  readonly chosen: readonly string[];
  readonly services: readonly { readonly value: string; readonly label: string }[];
  readonly given: readonly string[];
  readonly received: readonly string[];
}): JSX.Element {
  const { shell, home, faults, typed } = props;
  const { page } = shell;
  const words = counterWords(page.lang);
  return (
    <OfficePage shell={shell} at="counter" title={errorTitle(page.lang, words.mandateTitle, faults.length)}>
      <Narrow>
        <BackLink href={home}>{words.back}</BackLink>
        <ErrorSummary lang={page.lang} faults={faults} />
        <PageTitle lead={words.mandateLead(props.name)}>{words.mandateTitle}</PageTitle>
        <Form page={page} action={`${home}/kuasa`}>
          <TextField
            lang={page.lang}
            name="nik"
            label={words.receiverNik}
            inputMode="numeric"
            autoComplete="off"
            maxLength={24}
            width="middle"
            value={fieldOf(typed, 'nik')}
            error={faultAt(faults, 'nik')}
          />
          <Checkboxes
            lang={page.lang}
            name="layanan"
            label={words.mandateServices}
            hint={words.mandateServicesHint}
            options={props.services}
            values={props.chosen}
            error={faultAt(faults, 'layanan')}
          />
          <DateField
            lang={page.lang}
            name="sampai"
            label={words.mandateUntil}
            hint={words.mandateUntilHint}
            value={{
              day: fieldOf(typed, until.day),
              month: fieldOf(typed, until.month),
              year: fieldOf(typed, until.year),
            }}
            error={faultAt(faults, 'sampai')}
          />
          <Declaration
            lang={page.lang}
            name="surat"
            checked={fieldOf(typed, 'surat') !== ''}
            error={faultAt(faults, 'surat')}
          >
            {words.mandateSigned}
          </Declaration>
          <Actions>
            <Button icon="check">{words.mandateButton}</Button>
          </Actions>
        </Form>
        {props.given.length > 0 && (
          <Section id="diberikan" title={words.given}>
            <Dots items={props.given} />
          </Section>
        )}
        {props.received.length > 0 && (
          <Section id="diterima" title={words.received}>
            <Dots items={props.received} />
          </Section>
        )}
      </Narrow>
    </OfficePage>
  );
}
