import type { JSX } from 'preact';
import { Document, type StartOver } from './frames.tsx';
import type { PageContext } from './page.ts';
import { Qr } from './papers.tsx';

/** A paper 58 mm wide: number, lines, code. On the screen it looks as it prints, with a way back that does not print; `large` where it is read from there. */
export function Slip(props: {
  readonly page: PageContext;
  readonly title: string;
  readonly place: string;
  readonly number: string;
  readonly large?: boolean | undefined;
  readonly lines: readonly string[];
  readonly qr: { readonly path: string; readonly size: number };
  readonly startOver?: StartOver | undefined;
  readonly back: { readonly href: string; readonly label: string };
}): JSX.Element {
  return (
    <Document page={props.page} title={props.title} sheet="citizen" bodyClass="slip-page" startOver={props.startOver}>
      <main id="isi" class={props.large ? 'slip slip-large' : 'slip'}>
        <h1>{props.place}</h1>
        <p class="slip-no">{props.number}</p>
        {props.lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
        <Qr lang={props.page.lang} path={props.qr.path} size={props.qr.size} />
        <p class="no-print">
          <a href={props.back.href}>{props.back.label}</a>
        </p>
      </main>
    </Document>
  );
}
