import type { JSX } from 'preact';
import {
  Actions,
  Button,
  ButtonLink,
  ErrorSummary,
  errorTitle,
  type FieldFault,
  Form,
  Muted,
  Narrow,
  Notice,
  PageTitle,
  Qr,
  Radios,
  TextField,
} from '../design/index.ts';
import { OfficePage, type Shell } from './shell.tsx';
import { loginWords } from './words/login.ts';

type Faults = readonly FieldFault[];
const faultOf = (faults: Faults, field: string): string | undefined => faults.find((one) => one.field === field)?.text;

export function LoginPage(props: {
  readonly shell: Shell;
  readonly back: string;
  readonly username?: string | undefined;
  readonly faults?: Faults | undefined;
  /** Said above the form: the enrolment is done, or the three do not fit. */
  readonly notice?: { readonly tone: 'success' | 'danger'; readonly text: string } | undefined;
}): JSX.Element {
  const { shell, faults = [], notice } = props;
  const { page } = shell;
  const words = loginWords(page.lang);
  return (
    <OfficePage shell={shell} title={errorTitle(page.lang, words.login, faults.length)}>
      <Narrow>
        <ErrorSummary lang={page.lang} faults={faults} />
        <PageTitle lead={words.loginLead}>{words.login}</PageTitle>
        {notice && (
          <Notice tone={notice.tone} role={notice.tone === 'danger' ? 'alert' : 'status'}>
            {notice.text}
          </Notice>
        )}
        <Form page={page} action="/kantor/masuk" hidden={{ ke: props.back }}>
          <TextField
            lang={page.lang}
            name="username"
            label={words.username}
            value={props.username}
            autoComplete="username"
            spellCheck={false}
            error={faultOf(faults, 'username')}
          />
          <TextField
            lang={page.lang}
            name="password"
            type="password"
            label={words.password}
            autoComplete="current-password"
            error={faultOf(faults, 'password')}
          />
          <TextField
            lang={page.lang}
            name="totp"
            width="code"
            label={words.code}
            hint={words.codeHint}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={9}
            error={faultOf(faults, 'totp')}
          />
          <Actions>
            <Button>{words.enter}</Button>
          </Actions>
        </Form>
        <Muted>{words.lost}</Muted>
        {page.demo && (
          <Notice>
            {words.demo} <code>npm run satuloket -- demo akun</code>
          </Notice>
        )}
      </Narrow>
    </OfficePage>
  );
}

export function SeatPage(props: {
  readonly shell: Shell;
  readonly back: string;
  readonly seats: readonly { readonly ref: string; readonly name: string; readonly roles: string }[];
  readonly faulty?: boolean | undefined;
}): JSX.Element {
  const { shell, seats, faulty = false } = props;
  const { page } = shell;
  const words = loginWords(page.lang);
  return (
    <OfficePage shell={shell} title={errorTitle(page.lang, words.seat, faulty ? 1 : 0)}>
      <Narrow>
        <ErrorSummary lang={page.lang} faults={faulty ? [{ field: 'kursi', text: words.seatChoose }] : []} />
        <Form page={page} action="/kantor/kursi" hidden={{ ke: props.back }}>
          <Radios
            lang={page.lang}
            name="kursi"
            heading
            label={words.seat}
            hint={words.seatLead}
            error={faulty ? words.seatChoose : undefined}
            options={seats.map((seat) => ({ value: seat.ref, label: seat.name, hint: seat.roles }))}
          />
          <Actions>
            <Button>{words.begin}</Button>
          </Actions>
        </Form>
      </Narrow>
    </OfficePage>
  );
}

/** Words with one way on. */
export function PlainPage(props: {
  readonly shell: Shell;
  readonly title: string;
  readonly text: string;
  readonly link: { readonly href: string; readonly label: string };
}): JSX.Element {
  return (
    <OfficePage shell={props.shell} title={props.title}>
      <Narrow>
        <PageTitle lead={props.text}>{props.title}</PageTitle>
        <Actions>
          <ButtonLink href={props.link.href}>{props.link.label}</ButtonLink>
        </Actions>
      </Narrow>
    </OfficePage>
  );
}

export function InvitedPage(props: {
  readonly shell: Shell;
  readonly token: string;
  readonly faults?: Faults | undefined;
}): JSX.Element {
  const { shell, faults = [] } = props;
  const { page } = shell;
  const words = loginWords(page.lang);
  return (
    <OfficePage shell={shell} title={errorTitle(page.lang, words.invited, faults.length)}>
      <Narrow>
        <ErrorSummary lang={page.lang} faults={faults} />
        <PageTitle lead={words.invitedLead}>{words.invited}</PageTitle>
        <Form page={page} action={`/kantor/undangan/${props.token}`}>
          <TextField
            lang={page.lang}
            name="password"
            type="password"
            label={words.password}
            hint={words.passwordHint}
            autoComplete="new-password"
            error={faultOf(faults, 'password')}
          />
          <TextField
            lang={page.lang}
            name="again"
            type="password"
            label={words.again}
            autoComplete="new-password"
            error={faultOf(faults, 'again')}
          />
          <Actions>
            <Button>{words.next}</Button>
          </Actions>
        </Form>
      </Narrow>
    </OfficePage>
  );
}

/** The key is shown once; a wrong code keeps the page without it, for the app has it already. */
export function AuthenticatorPage(props: {
  readonly shell: Shell;
  readonly token: string;
  readonly secret?:
    | { readonly text: string; readonly qr: { readonly path: string; readonly size: number } }
    | undefined;
  readonly wrong?: boolean | undefined;
}): JSX.Element {
  const { shell, secret, wrong = false } = props;
  const { page } = shell;
  const words = loginWords(page.lang);
  const error = wrong ? words.codeWrong : undefined;
  return (
    <OfficePage shell={shell} title={errorTitle(page.lang, words.scan, wrong ? 1 : 0)}>
      <Narrow>
        <ErrorSummary lang={page.lang} faults={error === undefined ? [] : [{ field: 'totp', text: error }]} />
        <PageTitle lead={words.scanLead}>{words.scan}</PageTitle>
        {secret && (
          <>
            <Qr lang={page.lang} path={secret.qr.path} size={secret.qr.size} label={words.qr} />
            <Notice title={words.secret}>
              <code>{secret.text}</code> {words.secretOnce}
            </Notice>
          </>
        )}
        <Form page={page} action={`/kantor/undangan/${props.token}/kode`}>
          <TextField
            lang={page.lang}
            name="totp"
            width="code"
            label={words.code}
            hint={words.codeHint}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={9}
            error={error}
          />
          <Actions>
            <Button>{words.finish}</Button>
          </Actions>
        </Form>
      </Narrow>
    </OfficePage>
  );
}
