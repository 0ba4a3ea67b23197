import type { JSX } from 'preact';
import { Actions, BackLink, Button, ButtonLink, Form, PageTitle, TextField } from '../design/index.ts';
import { DemoInboxHint, faultAt, LoginFrame, type LoginStep, RegisterFacts, type Typed } from './login.tsx';
import { CitizenPage, type Shell } from './shell.tsx';
import { commonWords } from './words/common.ts';
import { frontWords } from './words/front.ts';
import { loginWords } from './words/login.ts';

/** Who I am, by what the register knows: in the demo only. */
export function Bind(props: LoginStep & { readonly typed: Typed; readonly once: string }): JSX.Element {
  const { shell, faults, typed } = props;
  const { lang } = shell.page;
  const words = loginWords(lang);
  return (
    <LoginFrame {...props} title={words.bindTitle}>
      <BackLink href="/masuk">{commonWords(lang).back}</BackLink>
      <PageTitle lead={words.bindLead}>{words.bindTitle}</PageTitle>
      <Form page={shell.page} action="/daftar" hidden={{ ke: props.to, kunci: props.once }}>
        <RegisterFacts shell={shell} faults={faults} typed={typed} />
        <TextField
          lang={lang}
          name="telepon"
          label={words.bindPhone}
          hint={words.phoneHint}
          type="tel"
          inputMode="tel"
          autoComplete="tel-national"
          value={typed.telepon}
          error={faultAt(faults, 'telepon')}
        />
        <Actions>
          <Button iconAfter="next">{words.bindNext}</Button>
        </Actions>
      </Form>
    </LoginFrame>
  );
}

export function BindCode(props: LoginStep & { readonly demo: boolean }): JSX.Element {
  const { shell, faults } = props;
  const { lang } = shell.page;
  const words = loginWords(lang);
  return (
    <LoginFrame {...props} title={words.bindCode}>
      <BackLink href={`/daftar?ke=${encodeURIComponent(props.to)}`}>{commonWords(lang).back}</BackLink>
      <PageTitle lead={words.bindCodeHint}>{words.bindCode}</PageTitle>
      {props.demo && <DemoInboxHint shell={shell} />}
      <Form page={shell.page} action="/daftar/kode" hidden={{ ke: props.to }}>
        <TextField
          lang={lang}
          name="kode"
          label={words.code}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={7}
          width="code"
          error={faultAt(faults, 'kode')}
        />
        <TextField
          lang={lang}
          name="pin"
          label={words.pinNewLabel}
          hint={words.pinNewHint}
          type="password"
          inputMode="numeric"
          autoComplete="new-password"
          maxLength={6}
          width="code"
          error={faultAt(faults, 'pin')}
        />
        <Actions>
          <Button>{words.finish}</Button>
        </Actions>
      </Form>
    </LoginFrame>
  );
}

/** Outside the demo accounts are made where somebody sees who one is. */
export function CounterOnly({ shell }: { readonly shell: Shell }): JSX.Element {
  const { lang } = shell.page;
  const words = loginWords(lang);
  return (
    <CitizenPage shell={shell} title={words.counterOnly}>
      <PageTitle lead={words.counterOnlyWhy}>{words.counterOnly}</PageTitle>
      <Actions>
        <ButtonLink href="/bantuan" icon="office">
          {frontWords(lang).findOffice}
        </ButtonLink>
      </Actions>
    </CitizenPage>
  );
}
