import type { JSX } from 'preact';
import type { Comparison } from '../../capabilities/cases/index.ts';
import { sayMoment, type Zone } from '../../kernel/dates.ts';
import { Button, Form, type PageContext, PlainRows, Section } from '../design/index.ts';
import { recordWords } from './words/record.ts';

export type MatchProps = {
  readonly page: PageContext;
  readonly action: string;
  readonly zone: Zone;
  /** The step of this officer; none when he may only read. */
  readonly step: string | undefined;
  readonly comparison: Comparison | undefined;
};

/** What the national register said of the typed values, for the office alone: it is no oracle for applicants. */
export function MatchPane({ page, action, zone, step, comparison }: MatchProps): JSX.Element {
  const { lang } = page;
  const words = recordWords(lang);
  const lineOf = ({ found, fields }: Comparison['verdicts'][number]): string => {
    if (found === null) return words.silent;
    if (!found) return words.notFound;
    return Object.entries(fields)
      .map(([field, verdict]) => `${words.fields[field] ?? field}: ${words.verdicts[verdict] ?? verdict}`)
      .join('. ');
  };
  return (
    <Section id="pencocokan" title={words.match} gap={2}>
      <p class="muted">{words.matchLead}</p>
      {comparison && (
        <>
          <p>{words.matchAt(sayMoment(comparison.at, zone, lang))}</p>
          <PlainRows
            rows={comparison.verdicts.map((one) => ({
              title: <b>{`${one.name} (…${one.lastFour})`}</b>,
              text: lineOf(one),
            }))}
          />
        </>
      )}
      {step !== undefined && (
        <Form page={page} action={`${action}/cocokkan`} gap={3} hidden={{ langkah: step }}>
          <Button look="second" icon="search">
            {comparison ? words.matchAgain : words.matchButton}
          </Button>
        </Form>
      )}
    </Section>
  );
}
