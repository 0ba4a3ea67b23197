import type { ComponentChildren, JSX } from 'preact';
import type { Language } from '../../kernel/text.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-shapes.ts';
import { words } from './messages.ts';
import { Notice, Specimen, Tag, type TagTone } from './notice.tsx';
import { DefinitionRows } from './summary.tsx';

/** A square code, drawn from the path of its dark modules; always dark on white, also at night. */
export function Qr(props: {
  readonly lang: Language;
  readonly path: string;
  /** Modules per side, quiet zone included. */
  readonly size: number;
  readonly label?: string | undefined;
}): JSX.Element {
  return (
    <div class="qr">
      <svg
        viewBox={`0 0 ${props.size} ${props.size}`}
        role="img"
        aria-label={props.label ?? words(props.lang).qrLabel}
        shape-rendering="crispEdges"
      >
        <path fill="#000" d={props.path} />
      </svg>
    </div>
  );
}

export type PaperCardProps = {
  readonly lang: Language;
  readonly id: string;
  /** Whose paper. */
  readonly name: string;
  readonly state: { readonly tone: TagTone; readonly label: string };
  readonly specimen: boolean;
  readonly rows: readonly { readonly term: string; readonly value: ComponentChildren }[];
  /** `href`: the address in it, for whoever cannot scan his own screen. */
  readonly qr?: { readonly path: string; readonly size: number; readonly href: string } | undefined;
  /** How a stranger checks it. */
  readonly check?: ComponentChildren;
};

/** A paper as its owner sees it: what stands on it and how anybody checks it. Never its layout. */
export function PaperCard(props: PaperCardProps): JSX.Element {
  return (
    <article class="paper" aria-labelledby={props.id}>
      <div class="paper-head">
        <small>{words(props.lang).name}</small>
        <h2 id={props.id}>{props.name}</h2>
      </div>
      <div class="paper-body gap-4">
        <p>
          {props.specimen && (
            <>
              <Specimen lang={props.lang} />{' '}
            </>
          )}
          <Tag tone={props.state.tone}>{props.state.label}</Tag>
        </p>
        <DefinitionRows rows={props.rows} />
        {props.qr && (
          <div class="paper-qr">
            <a href={props.qr.href}>
              <Qr lang={props.lang} path={props.qr.path} size={props.qr.size} />
            </a>
            {props.check !== undefined && <p class="small">{props.check}</p>}
          </div>
        )}
      </div>
    </article>
  );
}

/** `old`: it was right once; `void`: never trust it. */
export type Verdict = 'genuine' | 'old' | 'void';

const dress = { genuine: 'verdict verdict-ok', old: 'verdict verdict-old', void: 'verdict verdict-no' } as const;

function VerdictSign({ verdict }: { readonly verdict: Verdict }): JSX.Element {
  return (
    <svg viewBox="0 0 72 72" aria-hidden="true" fill="currentColor">
      {verdict === 'genuine' && (
        <>
          <circle cx="36" cy="36" r="34" />
          <path class="verdict-cut" d="m21 37 10 11 20-23" />
        </>
      )}
      {verdict === 'old' && (
        <>
          <path class="verdict-edge" d="M36 4 70 66H2z" />
          <path class="verdict-cut" d="M36 27v17M36 55.5v.01" />
        </>
      )}
      {verdict === 'void' && (
        <>
          <path d="M22 2h28l20 20v28L50 70H22L2 50V22z" />
          <path class="verdict-cut" d="m25 25 22 22M47 25 25 47" />
        </>
      )}
    </svg>
  );
}

export type PublicCheckProps = {
  readonly lang: Language;
  readonly verdict: Verdict;
  readonly title: string;
  readonly text: ComponentChildren;
  /** The paper is the demonstration's; said before anything else. */
  readonly specimen: boolean;
  readonly rows?: readonly { readonly term: string; readonly value: ComponentChildren }[] | undefined;
};

/** What a stranger learns about a paper: shape, colour and words say the same. */
export function PublicCheck(props: PublicCheckProps): JSX.Element {
  const say = words(props.lang);
  return (
    <>
      {props.specimen && (
        <Notice tone="danger">
          <b>{say.specimenLong}.</b> {say.specimenWhy}
        </Notice>
      )}
      <section class={dress[props.verdict]} aria-labelledby="hasil">
        <VerdictSign verdict={props.verdict} />
        <h1 id="hasil">{props.title}</h1>
        <p class="lead">{props.text}</p>
      </section>
      {props.rows && <DefinitionRows rows={props.rows} />}
    </>
  );
}

const faces = [
  { value: '1', icon: 'face1', word: 'rateBad' },
  { value: '2', icon: 'face2', word: 'rateLess' },
  { value: '3', icon: 'face3', word: 'rateGood' },
  { value: '4', icon: 'face4', word: 'rateVery' },
] as const satisfies readonly { value: string; icon: IconName; word: string }[];

/** How it felt, in one tap: four buttons for the form they stand in. */
export function Rating({ lang, name }: { readonly lang: Language; readonly name: string }): JSX.Element {
  const say = words(lang);
  return (
    <div class="rate">
      {faces.map((face) => (
        <button key={face.value} type="submit" name={name} value={face.value}>
          <Icon name={face.icon} large />
          {say[face.word]}
        </button>
      ))}
    </div>
  );
}
