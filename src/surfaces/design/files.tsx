import type { ComponentChildren, JSX } from 'preact';
import type { Language } from '../../kernel/text.ts';
import { describedBy, type FieldProps, faulty, fieldId, GroupField } from './field-shell.tsx';
import { Icon } from './icon.tsx';
import { words } from './messages.ts';

export type FileCardProps = {
  readonly name: string;
  /** "1,8 MB, terbaca jelas" */
  readonly note?: ComponentChildren;
  readonly href?: string | undefined;
  /** Percent of an upload that is under way. */
  readonly percent?: number | undefined;
  /** The button that takes it away; the name and value it posts. */
  readonly remove?: { readonly name: string; readonly value: string } | undefined;
  readonly say?: ComponentChildren;
};

/** One file that was given. */
export function FileCard({ lang, file }: { readonly lang: Language; readonly file: FileCardProps }): JSX.Element {
  const say = words(lang);
  return (
    <div class="file">
      <Icon name={file.percent === undefined ? 'doccheck' : 'doc'} />
      <p>
        <b data-name>{file.href === undefined ? file.name : <a href={file.href}>{file.name}</a>}</b>
        <br />
        <span class="muted small" data-note>
          {file.note}
        </span>
      </p>
      {file.remove && (
        <button class="link" type="submit" name={file.remove.name} value={file.remove.value} formnovalidate>
          {say.replaceFile}
          <span class="sr"> {file.name}</span>
        </button>
      )}
      {file.percent !== undefined && <progress value={file.percent} max={100} aria-label={file.name} />}
      {file.say !== undefined && <p class="say">{file.say}</p>}
    </div>
  );
}

/** The name under which the id of a file that the script already sent is posted. */
export const uploadedName = (name: string): string => `${name}.berkas`;

export type FileFieldProps = FieldProps & {
  readonly files?: readonly FileCardProps[] | undefined;
  readonly accept?: string | undefined;
  readonly multiple?: boolean | undefined;
  /** Opens the camera of a phone at once. */
  readonly camera?: boolean | undefined;
  /** Where pieces go when script runs; see src/browser/README.md. */
  readonly upload?: { readonly action: string; readonly question: string; readonly case: string } | undefined;
};

export const acceptedFiles = '.jpg,.jpeg,.png,.pdf,image/jpeg,image/png,application/pdf';

/** A photo or a file. Without script it goes with the form (which must be `multipart`); with script in pieces that survive a lost line. */
export function FileField(props: FileFieldProps): JSX.Element {
  const { files = [], upload } = props;
  const say = words(props.lang);
  const id = fieldId(props);
  return (
    <GroupField field={props}>
      <div class="gap-3 choices" data-files>
        {files.map((file) => (
          <FileCard key={file.remove?.value ?? file.name} lang={props.lang} file={file} />
        ))}
        {(files.length === 0 || props.multiple) && (
          <div class="drop">
            <Icon name="camera" large />
            <input
              class="pick"
              type="file"
              id={id}
              name={props.name}
              accept={props.accept ?? acceptedFiles}
              multiple={props.multiple}
              capture={props.camera ? 'environment' : undefined}
              aria-describedby={describedBy(props)}
              aria-invalid={faulty(props)}
              data-upload={upload?.action}
              data-question={upload?.question}
              data-case={upload?.case}
              data-as={upload ? uploadedName(props.name) : undefined}
            />
            <label for={id}>{say.pickFile}</label>
          </div>
        )}
        {upload && (
          <template>
            <FileCard lang={props.lang} file={{ name: '', percent: 0, say: say.uploadPaused }} />
          </template>
        )}
      </div>
    </GroupField>
  );
}
