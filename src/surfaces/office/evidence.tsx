import type { JSX } from 'preact';
import { localDate, sayDay, sayTime, type Zone } from '../../kernel/dates.ts';
import { type Language, say, type Text } from '../../kernel/text.ts';
import { EmptyState, Evidence, Tool } from '../design/index.ts';
import type { Dossier } from '../frame/index.ts';
import { currentFiles } from './answer-rows.ts';
import { caseWords } from './words/case.ts';

/** Something to look at beside the answers: an uploaded file, or a paper as it will be signed. */
export type Exhibit = {
  readonly id: string;
  readonly kind: 'file' | 'paper';
  readonly title: Text;
  readonly src: string;
  readonly picture: boolean;
  readonly note: string | undefined;
};
export type Looking = { readonly exhibit: string; readonly turn: 0 | 1 | 2 | 3; readonly near: boolean };

const SIGNING: ReadonlySet<string> = new Set(['sign', 'record']);

/** For whoever signs, the papers come first; for everybody else the citizen's files. */
export function exhibitsOf(
  dossier: Dossier,
  titleOf: (kind: string) => Text,
  zone: Zone,
  lang: Language,
): readonly Exhibit[] {
  const words = caseWords(lang);
  const { found } = dossier.view;
  const base = `/kantor/berkas/${found.region}/${found.id}`;
  const files = currentFiles(dossier).map(({ file, label }): Exhibit => {
    const when = `${sayDay(localDate(file.uploadedAt, zone), lang)}, ${sayTime(file.uploadedAt, zone, lang)}`;
    return {
      ...{ id: file.id, kind: 'file', title: label, src: `${base}/lampiran/${file.id}` },
      ...{ picture: file.type !== 'application/pdf', note: words.uploaded(when, saySize(file.size, lang)) },
    };
  });
  const papers = dossier.papers
    .filter((paper) => paper.state === 'prepared' || paper.state === 'active')
    .map(
      (paper): Exhibit => ({
        ...{
          id: paper.id,
          kind: 'paper',
          title: titleOf(paper.kind),
          src: `${base}/surat/${paper.id}`,
          picture: false,
        },
        note: `${paper.state === 'prepared' ? words.draftPaper : words.issuedPaper}${paper.number === null ? '' : `. ${paper.number}`}`,
      }),
    );
  return dossier.stepDo !== undefined && SIGNING.has(dossier.stepDo) ? [...papers, ...files] : [...files, ...papers];
}

/** @example saySize(1_258_291, 'id') // '1,2 MB' */
export function saySize(bytes: number, lang: Language): string {
  const [value, unit] = bytes >= 1024 * 1024 ? [bytes / 1024 / 1024, 'MB'] : [bytes / 1024, 'KB'];
  return `${value.toLocaleString(lang, { maximumFractionDigits: unit === 'MB' ? 1 : 0 })} ${unit}`;
}

export function EvidencePane(props: {
  readonly lang: Language;
  readonly exhibits: readonly Exhibit[];
  readonly looking: Looking;
  /** The address of this page, to which the way of looking is added. */
  readonly base: string;
}): JSX.Element {
  const { lang, exhibits, looking, base } = props;
  const words = caseWords(lang);
  const at = Math.max(
    0,
    exhibits.findIndex((one) => one.id === looking.exhibit),
  );
  const shown = exhibits[at];
  if (!shown) return <EmptyState title={words.noEvidence} />;
  const href = (change: Partial<Looking>): string => {
    const next = { ...looking, exhibit: shown.id, ...change };
    const query = new URLSearchParams({
      lampiran: next.exhibit,
      ...(next.turn ? { putar: String(next.turn) } : {}),
      ...(next.near ? { dekat: '1' } : {}),
    });
    return `${base}?${query}`;
  };
  const other = exhibits[(at + 1) % exhibits.length];
  const place = shown.kind === 'file' ? words.evidencePlace : words.paperPlace;
  const alike = exhibits.filter((one) => one.kind === shown.kind);
  return (
    <Evidence
      title={say(shown.title, lang)}
      place={place(alike.indexOf(shown) + 1, alike.length)}
      turn={looking.turn}
      near={looking.near}
      note={shown.note}
      tools={
        <>
          {shown.picture && (
            <>
              <Tool
                href={href({ near: !looking.near })}
                icon="zoom"
                label={looking.near ? words.small : words.zoom}
                keyName="Z"
              />
              <Tool
                href={href({ turn: ((looking.turn + 1) % 4) as Looking['turn'] })}
                icon="rotate"
                label={words.turn}
                keyName="R"
              />
            </>
          )}
          <Tool href={`${shown.src}?unduh=1`} icon="download" label={words.download} />
          {other && other !== shown && (
            <Tool href={href({ exhibit: other.id, turn: 0, near: false })} icon="doc" label={words.other} keyName="L" />
          )}
        </>
      }
    >
      {shown.picture ? (
        <img src={shown.src} alt={say(shown.title, lang)} />
      ) : (
        <iframe src={shown.src} title={say(shown.title, lang)} />
      )}
    </Evidence>
  );
}
