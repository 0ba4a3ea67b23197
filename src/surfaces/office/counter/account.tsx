import type { JSX } from 'preact';
import type { Person } from '../../../capabilities/people/index.ts';
import {
  Actions,
  BackLink,
  Button,
  ButtonLink,
  CodePlate,
  DefinitionRows,
  ErrorSummary,
  errorTitle,
  type FieldFault,
  Form,
  Narrow,
  Notice,
  Numbered,
  PageTitle,
  TextField,
} from '../../design/index.ts';
import { OfficePage, type Shell } from '../shell.tsx';
import { counterWords } from '../words/counter.ts';
import { faultAt } from './pages.tsx';

type Given = { readonly shell: Shell; readonly home: string; readonly person: Person; readonly once: string };

export function Bind(
  props: Given & { readonly has: boolean; readonly typed: string; readonly faults: readonly FieldFault[] },
): JSX.Element {
  const { shell, home, person, has, faults } = props;
  const { page } = shell;
  const words = counterWords(page.lang);
  const title = has ? words.rebindTitle : words.bindTitle;
  return (
    <OfficePage shell={shell} at="counter" title={errorTitle(page.lang, title, faults.length)}>
      <Narrow>
        <BackLink href={home}>{words.back}</BackLink>
        <ErrorSummary lang={page.lang} faults={faults} />
        <PageTitle over={person.name} lead={has ? words.rebindWhy : words.bindWhy}>
          {title}
        </PageTitle>
        <Form page={page} action={`${home}/akun`} hidden={{ kunci: props.once }}>
          <TextField
            lang={page.lang}
            name="telepon"
            label={words.phone}
            hint={words.phoneHint}
            type="tel"
            inputMode="tel"
            autoComplete="off"
            width="middle"
            value={props.typed}
            error={faultAt(faults, 'telepon')}
          />
          <Actions>
            <Button icon="print">{has ? words.rebindButton : words.bindButton}</Button>
          </Actions>
        </Form>
      </Narrow>
    </OfficePage>
  );
}

export function Reset({ shell, home, person, once }: Given): JSX.Element {
  const { page } = shell;
  const words = counterWords(page.lang);
  return (
    <OfficePage shell={shell} at="counter" title={words.resetTitle}>
      <Narrow>
        <BackLink href={home}>{words.back}</BackLink>
        <PageTitle over={person.name} lead={words.resetLead}>
          {words.resetTitle}
        </PageTitle>
        <Form page={page} action={`${home}/pin`} hidden={{ kunci: once }}>
          <Actions>
            <ButtonLink href={home} look="second">
              {words.no}
            </ButtonLink>
            <Button look="destroy" icon="print">
              {words.resetYes}
            </Button>
          </Actions>
        </Form>
      </Narrow>
    </OfficePage>
  );
}

/** Printed and handed over; shown this once. */
export function Slip(props: {
  readonly shell: Shell;
  readonly home: string;
  readonly name: string;
  readonly slip: string;
  readonly until: string;
  readonly site: string;
}): JSX.Element {
  const { shell, home } = props;
  const { page } = shell;
  const words = counterWords(page.lang);
  return (
    <OfficePage shell={shell} at="counter" title={words.slipTitle}>
      <Narrow>
        <BackLink href={home}>{words.back}</BackLink>
        <PageTitle>{words.slipTitle}</PageTitle>
        <DefinitionRows rows={[{ term: words.slipFor, value: props.name }]} />
        <CodePlate
          code={props.slip.replace('-', '')}
          label={words.slipLabel}
          note={`${words.slipLabel}. ${words.slipNote}.`}
        />
        <Numbered items={words.slipSteps(props.site)} />
        <p>{words.slipUntil(props.until)}</p>
        <Notice icon="print">
          {words.slipLead} {words.print}
        </Notice>
        <Actions>
          <ButtonLink href={home} iconAfter="next">
            {words.back}
          </ButtonLink>
        </Actions>
      </Narrow>
    </OfficePage>
  );
}
