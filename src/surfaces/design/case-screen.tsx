import type { ComponentChildren, JSX } from 'preact';
import { sayCaseNumber } from '../../kernel/case-number.ts';
import type { Language } from '../../kernel/text.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-shapes.ts';
import { Clock, type ClockProps, Steps } from './journey.tsx';
import { words } from './messages.ts';

export type CaseHeadProps = {
  readonly lang: Language;
  readonly title: string;
  readonly number: string;
  readonly inbox: { readonly href: string; readonly label: string };
  /** "berkas 3 dari 14" */
  readonly place?: string | undefined;
  readonly previous?: { readonly href: string; readonly label: string } | undefined;
  readonly next?: { readonly href: string; readonly label: string } | undefined;
  readonly step?: { readonly current: number; readonly total: number; readonly name: string } | undefined;
  readonly clock?: ClockProps | undefined;
};

/** What, whose, where in its way, how long still. */
export function CaseHead(props: CaseHeadProps): JSX.Element {
  return (
    <div class={props.step ? 'case-head' : 'case-head two-col'}>
      <div>
        <p class="muted case-crumbs">
          <a href={props.inbox.href}>{props.inbox.label}</a>
          {props.place !== undefined && `, ${props.place}`}
          {props.previous && (
            <>
              {' '}
              <kbd>K</kbd>{' '}
              <a href={props.previous.href} data-key="K">
                {props.previous.label}
              </a>
            </>
          )}
          {props.next && (
            <>
              {' '}
              <kbd>J</kbd>{' '}
              <a href={props.next.href} data-key="J">
                {props.next.label}
              </a>
            </>
          )}
        </p>
        <h1>
          {props.title} <span class="case-no num nowrap">{sayCaseNumber(props.number)}</span>
        </h1>
      </div>
      {props.step && (
        <div class="case-place">
          <Steps lang={props.lang} {...props.step} />
        </div>
      )}
      {props.clock ? <Clock {...props.clock} /> : <span />}
    </div>
  );
}

export type CaseScreenProps = {
  readonly head: ComponentChildren;
  readonly answers: ComponentChildren;
  readonly evidence: ComponentChildren;
  /** A `Form` of class `case-side`, or words when nothing is to decide here. */
  readonly decision: ComponentChildren;
};

/** One screen per case: answers, evidence, decision side by side. */
export function CaseScreen(props: CaseScreenProps): JSX.Element {
  return (
    <>
      {props.head}
      <div class="case">
        <div class="gap-6">{props.answers}</div>
        <div class="case-mid gap-3">{props.evidence}</div>
        {props.decision}
      </div>
    </>
  );
}

/** The column of the decision when it is no form. */
export function CaseSide({ children }: { readonly children: ComponentChildren }): JSX.Element {
  return <div class="case-side gap-4">{children}</div>;
}

export type Compared = {
  readonly term: string;
  readonly value: ComponentChildren;
  /** `same`: agrees with evidence or register. `differs`: look here. `plain`: nothing to compare with. */
  readonly state: 'same' | 'differs' | 'plain';
  /** What the other source says. */
  readonly other?: ComponentChildren;
};

const signs = { same: 'check', differs: 'warn', plain: 'edit' } as const satisfies Record<Compared['state'], IconName>;

/** Answers against what is known. Use `<mark>` around the letters that differ. */
export function Comparison({
  lang,
  rows,
}: {
  readonly lang: Language;
  readonly rows: readonly Compared[];
}): JSX.Element {
  const say = words(lang);
  return (
    <dl>
      {rows.map((row) => (
        <div key={row.term} class={row.state === 'differs' ? 'same diff' : `same ${row.state}`}>
          <dt>
            <Icon name={signs[row.state]} />
            {row.state === 'same' && <span class="sr">{say.same}</span>}
            {row.state === 'differs' && <span class="sr">{say.differs}</span>}
            {row.term}
          </dt>
          <dd>{row.value}</dd>
          {row.other !== undefined && <dd class="was">{row.other}</dd>}
        </div>
      ))}
    </dl>
  );
}

export type EvidenceProps = {
  readonly title: string;
  /** "Foto 1 dari 1" */
  readonly place?: string | undefined;
  readonly tools?: ComponentChildren;
  /** The picture or the frame of the file. */
  readonly children: ComponentChildren;
  /** Quarter turns to the right. */
  readonly turn?: 0 | 1 | 2 | 3 | undefined;
  /** Twice as large; the box then scrolls. */
  readonly near?: boolean | undefined;
  /** "Diunggah Senin 09.58 WIB dari telepon, 1,2 MB" */
  readonly note?: string | undefined;
};

/** A photo or file beside the answers. */
export function Evidence(props: EvidenceProps): JSX.Element {
  return (
    <>
      <div class="bar-line">
        <h2>{props.title}</h2>
        {props.place !== undefined && <span class="muted small">{props.place}</span>}
      </div>
      {props.tools !== undefined && <div class="tools">{props.tools}</div>}
      <div class={props.near ? 'viewer near' : 'viewer'}>
        <div class={props.turn ? `turn-${props.turn}` : undefined}>{props.children}</div>
      </div>
      {props.note !== undefined && <p class="muted small">{props.note}</p>}
    </>
  );
}

/** A link in the row of tools above the evidence; its key is printed. */
export function Tool(props: {
  readonly href: string;
  readonly icon: IconName;
  readonly label: string;
  readonly keyName?: string | undefined;
}): JSX.Element {
  return (
    <a href={props.href} data-key={props.keyName}>
      <Icon name={props.icon} />
      {props.label}
      {props.keyName !== undefined && <kbd>{props.keyName}</kbd>}
    </a>
  );
}

/** The words the citizen will get, before they are sent. */
export function CitizenReads({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <div>
      <p class="label small">{title}</p>
      <div class="quote gap-2">{children}</div>
    </div>
  );
}

/** A quiet reminder at the end of the decision: four eyes, own family. */
export function CaseRule({ children }: { readonly children: ComponentChildren }): JSX.Element {
  return (
    <p class="src case-rule">
      <Icon name="people" />
      <span>{children}</span>
    </p>
  );
}
