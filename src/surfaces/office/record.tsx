import type { JSX } from 'preact';
import { boxOf, type RecordView } from '../../capabilities/cases/index.ts';
import { sayMoment, type Zone } from '../../kernel/dates.ts';
import { say, type Text, withAside } from '../../kernel/text.ts';
import {
  Button,
  DefinitionRows,
  ErrorSummary,
  type FieldFault,
  FileField,
  Form,
  Notice,
  type PageContext,
  TextField,
} from '../design/index.ts';
import type { RegisterTask } from './register-work.ts';
import { recordWords } from './words/record.ts';

export type RecordProps = {
  readonly page: PageContext;
  readonly action: string;
  readonly step: string;
  readonly zone: Zone;
  readonly record: RecordView;
  readonly tasks: readonly RegisterTask[];
  readonly titleOf: (kind: string) => Text;
  readonly typed: Readonly<Record<string, string>>;
  readonly faults: readonly FieldFault[];
  readonly told: 'saved' | 'partly' | undefined;
};

/** Papers that the register's own system makes: what to do there, and what to bring from there. */
export function RecordPane(props: RecordProps): JSX.Element | null {
  const { page, record, tasks, told, faults } = props;
  const words = recordWords(page.lang);
  if (record.wanted.length === 0 && tasks.length === 0) return null;
  return (
    <div class="gap-3">
      <h2>{words.title}</h2>
      <p class="muted">{words.lead}</p>
      {told && (
        <Notice tone={told === 'saved' ? 'success' : 'warning'} role="status">
          {told === 'saved' ? words.saved : words.partly}
        </Notice>
      )}
      {tasks.map((task) => (
        <div key={task.title}>
          <h3>
            {words.work}: {task.title}
          </h3>
          <DefinitionRows rows={task.rows} />
        </div>
      ))}
      {record.wanted.length > 0 && (
        <Form page={page} action={`${props.action}/siak`} multipart gap={4} hidden={{ langkah: props.step }}>
          <ErrorSummary lang={page.lang} faults={faults} />
          {record.wanted.map((one) => (
            <Wanted key={one.slot} {...props} slot={one.slot} />
          ))}
          <Button look="second" icon="check">
            {words.save}
          </Button>
        </Form>
      )}
    </div>
  );
}

function Wanted({ slot, ...props }: RecordProps & { readonly slot: string }): JSX.Element | null {
  const { page, record, zone } = props;
  const { lang } = page;
  const words = recordWords(lang);
  const wanted = record.wanted.find((one) => one.slot === slot);
  if (!wanted) return null;
  const saved = record.saved.find((one) => one.slot === slot);
  const { document, of } = wanted.call;
  const whose = of === null ? undefined : words.of[of];
  const title = say(props.titleOf(document), lang);
  const paper = whose === undefined ? title : withAside(title, whose);
  const error = (box: 'nomor' | 'berkas') => props.faults.find((one) => one.field === boxOf(slot, box))?.text;
  const { attachment } = saved ?? {};
  return (
    <>
      {wanted.number && (
        <TextField
          lang={lang}
          name={boxOf(slot, 'nomor')}
          label={words.numberOf(paper)}
          value={props.typed[boxOf(slot, 'nomor')] ?? saved?.number ?? ''}
          autoComplete="off"
          error={error('nomor')}
        />
      )}
      {wanted.file && (
        <FileField
          lang={lang}
          name={boxOf(slot, 'berkas')}
          label={words.fileOf(paper)}
          hint={words.fileHint}
          accept=".pdf,application/pdf"
          error={error('berkas')}
          files={
            attachment
              ? [
                  {
                    name: `${document}.pdf`,
                    note: words.savedFile(attachment.signer, sayMoment(attachment.signedAt, zone, lang)),
                    ...(attachment.extended ? { say: words.extended } : {}),
                  },
                ]
              : []
          }
        />
      )}
    </>
  );
}
