import type { JSX } from 'preact';
import {
  Button,
  ButtonLink,
  type ClockProps,
  DeskTitle,
  EmptyState,
  ErrorSummary,
  errorTitle,
  type FieldFault,
  Form,
  Muted,
  Narrow,
  Notice,
  PickList,
  PlainRows,
  QuietLink,
  Tag,
  TextField,
} from '../design/index.ts';
import { OfficePage, type Shell } from './shell.tsx';
import { signWords } from './words/sign.ts';

export type SignLine = {
  readonly value: string;
  readonly title: string;
  readonly href: string;
  readonly number: string;
  readonly checked: string;
  readonly papers: readonly { readonly title: string; readonly href: string }[];
  readonly clock: ClockProps;
};

export type SignProps = {
  readonly shell: Shell;
  readonly lines: readonly SignLine[];
  readonly ticked: ReadonlySet<string>;
  readonly stamp: string;
  readonly asks: boolean;
  readonly faults: readonly FieldFault[];
};

/** Many papers in one go, each within reach to be read first. */
export function SignPage(props: SignProps): JSX.Element {
  const { shell, lines, faults } = props;
  const { page } = shell;
  const words = signWords(page.lang);
  return (
    <OfficePage shell={shell} title={errorTitle(page.lang, words.title, faults.length)} at="sign">
      <ErrorSummary lang={page.lang} faults={faults} />
      <DeskTitle title={words.title} text={words.waiting(lines.length)} />
      {lines.length === 0 ? <EmptyState title={words.none}>{words.noneWhy}</EmptyState> : <SignForm {...props} />}
    </OfficePage>
  );
}

function SignForm({ shell, lines, ticked, stamp, asks, faults }: SignProps): JSX.Element {
  const { page } = shell;
  const words = signWords(page.lang);
  const error = (field: string) => faults.find((fault) => fault.field === field)?.text;
  return (
    <Form page={page} action="/kantor/tanda-tangan" gap={4} hidden={{ kunci: stamp }}>
      <div class="bar-line">
        <Muted>{words.lead}</Muted>
        <p>
          <QuietLink href="/kantor/tanda-tangan?tandai=semua" icon="check">
            {words.all}
          </QuietLink>{' '}
          {ticked.size > 0 && <QuietLink href="/kantor/tanda-tangan">{words.nothing}</QuietLink>}
        </p>
      </div>
      <PickList
        name="surat"
        caption={words.caption}
        rows={lines.map((line) => ({
          ...{ value: line.value, title: line.title, href: line.href, clock: line.clock },
          checked: ticked.has(line.value),
          text: (
            <>
              {line.number}. {line.checked}
              {line.papers.map((paper) => (
                <span key={paper.href}>
                  {' '}
                  <a href={paper.href} target="_blank" rel="noopener">
                    {words.read(paper.title)}
                  </a>
                </span>
              ))}
            </>
          ),
        }))}
      />
      <Narrow gap={3}>
        {asks && (
          <TextField
            lang={page.lang}
            name="sandi"
            type="password"
            label={words.passphrase}
            hint={words.passphraseHint}
            autoComplete="off"
            error={error('sandi')}
          />
        )}
        <Button icon="sign" wide={false}>
          {words.sign}
        </Button>
        <Muted>{words.each}</Muted>
      </Narrow>
    </Form>
  );
}

export type ResultLine = {
  readonly papers: string;
  readonly whom: string;
  readonly href: string;
  readonly numbers: string;
  readonly ok: boolean;
  readonly text: string;
};

/** What came of each: signed, or why not. */
export function SignResult({ shell, lines }: { readonly shell: Shell; readonly lines: readonly ResultLine[] }) {
  const words = signWords(shell.page.lang);
  const failed = lines.filter((line) => !line.ok);
  const done = lines.length - failed.length;
  return (
    <OfficePage shell={shell} title={words.result} at="sign">
      <DeskTitle title={words.result} />
      {done > 0 && <Notice tone="success" role="status" title={words.done(done)} />}
      {failed.length > 0 && (
        <Notice tone="warning" role="alert" title={words.failed(failed.length)}>
          {words.failedWhy}
        </Notice>
      )}
      <PlainRows
        rows={lines.map((line) => ({
          title: (
            <a class="link" href={line.href}>
              {line.papers}, {line.whom}
            </a>
          ),
          text: (
            <>
              {line.numbers} <Tag tone={line.ok ? 'ok' : 'bad'}>{line.text}</Tag>
            </>
          ),
        }))}
      />
      <p>
        <ButtonLink href="/kantor/tanda-tangan" look="second" wide={false}>
          {words.back}
        </ButtonLink>
      </p>
    </OfficePage>
  );
}
