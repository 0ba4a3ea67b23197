import type { ComponentChildren, JSX } from 'preact';
import type { Choice } from '../../capabilities/accounts/index.ts';
import {
  Actions,
  BackLink,
  Button,
  Declaration,
  ErrorSummary,
  errorTitle,
  type FieldFault,
  Form,
  More,
  Notice,
  QuietLink,
  Radios,
  Section,
  TextField,
} from '../design/index.ts';
import { BirthDate } from './birth-date.tsx';
import { CitizenPage, type Shell } from './shell.tsx';
import { loginWords } from './words/login.ts';

/** What every page of the login carries on: where to go afterwards, and what was wrong. */
export type LoginStep = {
  readonly shell: Shell;
  readonly to: string;
  readonly faults: readonly FieldFault[];
};

export const faultAt = (faults: readonly FieldFault[], field: string): string | undefined =>
  faults.find((fault) => fault.field === field)?.text;

export function LoginFrame(
  props: LoginStep & { readonly title: string; readonly children: ComponentChildren },
): JSX.Element {
  const { lang } = props.shell.page;
  return (
    <CitizenPage shell={props.shell} title={errorTitle(lang, props.title, props.faults.length)} gap={6}>
      <ErrorSummary lang={lang} faults={props.faults} />
      {props.children}
    </CitizenPage>
  );
}

export function AskPhone(
  props: LoginStep & {
    readonly typed: string;
    readonly demo: boolean;
    readonly shared: boolean;
    readonly once: string;
  },
): JSX.Element {
  const { shell, faults } = props;
  const { lang } = shell.page;
  const words = loginWords(lang);
  return (
    <LoginFrame {...props} title={words.title}>
      <Form page={shell.page} action="/masuk" hidden={{ ke: props.to, kunci: props.once }}>
        <TextField
          lang={lang}
          name="telepon"
          label={words.phone}
          heading
          hint={`${words.lead} ${words.phoneHint}`}
          type="tel"
          inputMode="tel"
          autoComplete="tel-national"
          value={props.typed}
          error={faultAt(faults, 'telepon')}
        />
        <Declaration lang={lang} name="bersama" checked={props.shared}>
          {words.shared}
        </Declaration>
        <Actions>
          <Button iconAfter="next">{words.sendCode}</Button>
        </Actions>
      </Form>
      <Section id="belum" title={words.noAccount} gap={2}>
        <p>{words.noAccountCounter}</p>
        {props.demo && (
          <QuietLink href={`/daftar?ke=${encodeURIComponent(props.to)}`} icon="person">
            {words.noAccountDemo}
          </QuietLink>
        )}
      </Section>
    </LoginFrame>
  );
}

export function DemoInboxHint({ shell }: { readonly shell: Shell }): JSX.Element {
  const words = loginWords(shell.page.lang);
  return (
    <Notice icon="talk">
      {words.demoCode}{' '}
      <a href="/simulasi/pesan" target="_blank" rel="noopener">
        {words.demoLink}
      </a>
      .
    </Notice>
  );
}

export function AskCode(props: LoginStep & { readonly phone: string; readonly demo: boolean }): JSX.Element {
  const { shell } = props;
  const { lang } = shell.page;
  const words = loginWords(lang);
  const again = `/masuk?ke=${encodeURIComponent(props.to)}`;
  return (
    <LoginFrame {...props} title={words.codeTitle}>
      <BackLink href={again}>{words.otherPhone}</BackLink>
      {props.demo && <DemoInboxHint shell={shell} />}
      <Form page={shell.page} action="/masuk/kode" hidden={{ ke: props.to }}>
        <TextField
          lang={lang}
          name="kode"
          label={words.codeTitle}
          heading
          hint={words.codeHint(props.phone)}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={7}
          width="code"
          error={faultAt(props.faults, 'kode')}
        />
        <Actions>
          <Button iconAfter="next">{words.enter}</Button>
        </Actions>
      </Form>
      <QuietLink href={again} icon="undo">
        {words.newCode}
      </QuietLink>
      <QuietLink href="/bantuan" icon="office">
        {words.changedNumber}
      </QuietLink>
    </LoginFrame>
  );
}

export function Choose(props: LoginStep & { readonly choices: readonly Choice[] }): JSX.Element {
  const { shell } = props;
  const { lang } = shell.page;
  const words = loginWords(lang);
  return (
    <LoginFrame {...props} title={words.chooseTitle}>
      <Form page={shell.page} action="/masuk/pilih" hidden={{ ke: props.to }}>
        <Radios
          lang={lang}
          name="akun"
          label={words.chooseTitle}
          heading
          hint={words.chooseHint}
          options={props.choices.map((choice) => ({ value: choice.account, label: choice.name }))}
          error={faultAt(props.faults, 'akun')}
        />
        <Actions>
          <Button iconAfter="next">{words.enter}</Button>
        </Actions>
      </Form>
    </LoginFrame>
  );
}

export function AskPin(props: LoginStep): JSX.Element {
  const { shell } = props;
  const { lang } = shell.page;
  const words = loginWords(lang);
  return (
    <LoginFrame {...props} title={words.pinTitle}>
      <Form page={shell.page} action="/masuk/pin" hidden={{ ke: props.to }}>
        <TextField
          lang={lang}
          name="pin"
          label={words.pinTitle}
          heading
          hint={words.pinHint}
          type="password"
          inputMode="numeric"
          autoComplete="current-password"
          maxLength={6}
          width="code"
          error={faultAt(props.faults, 'pin')}
        />
        <Actions>
          <Button iconAfter="next">{words.enter}</Button>
        </Actions>
      </Form>
      <QuietLink href={`/masuk/pin-baru?ke=${encodeURIComponent(props.to)}`} icon="undo">
        {words.pinForgot}
      </QuietLink>
    </LoginFrame>
  );
}

export type Typed = Readonly<Record<string, string>>;

export function NewPin(props: LoginStep & { readonly demo: boolean; readonly typed: Typed }): JSX.Element {
  const { shell, faults, typed } = props;
  const { lang } = shell.page;
  const words = loginWords(lang);
  return (
    <LoginFrame {...props} title={words.pinNew}>
      <Form page={shell.page} action="/masuk/pin-baru" hidden={{ ke: props.to }}>
        <TextField
          lang={lang}
          name="pin"
          label={words.pinNewLabel}
          heading
          hint={words.pinNewHint}
          type="password"
          inputMode="numeric"
          autoComplete="new-password"
          maxLength={6}
          width="code"
          error={faultAt(faults, 'pin')}
        />
        <TextField
          lang={lang}
          name="slip"
          label={words.slip}
          hint={words.slipHint}
          value={typed.slip}
          autoComplete="off"
          width="middle"
          error={faultAt(faults, 'slip')}
        />
        {props.demo && (
          <More summary={words.proofRegister} open={(typed.nik ?? '') !== '' || faultAt(faults, 'nik') !== undefined}>
            <RegisterFacts shell={shell} faults={faults} typed={typed} />
          </More>
        )}
        <Actions>
          <Button>{words.save}</Button>
        </Actions>
      </Form>
    </LoginFrame>
  );
}

/** What only the person and the register know: in the demo they prove who somebody is. */
export function RegisterFacts({
  shell,
  faults,
  typed,
}: {
  readonly shell: Shell;
  readonly faults: readonly FieldFault[];
  readonly typed: Typed;
}): JSX.Element {
  const { lang } = shell.page;
  const words = loginWords(lang);
  const box = (name: 'nik' | 'kk', label: string, hint: string): JSX.Element => (
    <TextField
      lang={lang}
      name={name}
      label={label}
      hint={hint}
      inputMode="numeric"
      autoComplete="off"
      maxLength={24}
      value={typed[name]}
      error={faultAt(faults, name)}
    />
  );
  return (
    <>
      {box('nik', words.nik, words.nikHint)}
      {box('kk', words.kk, words.kkHint)}
      <BirthDate shell={shell} faults={faults} typed={typed} />
    </>
  );
}
