import type { ComponentChildren, JSX } from 'preact';
import { Actions, Button } from './buttons.tsx';
import { Radios } from './choices.tsx';
import { Form } from './form.tsx';
import { Section } from './layout.tsx';
import { PlainRows } from './lists.tsx';
import { words } from './messages.ts';
import { Tag } from './notice.tsx';
import type { PageContext } from './page.ts';

export type SessionLine = {
  readonly id: string;
  /** As somebody recognises it, '' for what is no browser. */
  readonly device: string;
  readonly since: string;
  readonly shared: boolean;
  readonly here: boolean;
};

/** Where somebody is logged in, and a form that ends the others. `children`: the field that shows again who asks. */
export function Sessions(props: {
  readonly page: PageContext;
  readonly action: string;
  readonly lines: readonly SessionLine[];
  /** The value that means all others. */
  readonly all: string;
  readonly chosen: string | undefined;
  readonly children?: ComponentChildren;
}): JSX.Element {
  const { page, lines, all } = props;
  const say = words(page.lang);
  const others = lines.filter(({ here }) => !here);
  const named = ({ device }: SessionLine) => device || say.otherDevice;
  const about = (one: SessionLine) => `${say.since(one.since)}${one.shared ? `, ${say.sharedDevice}` : ''}`;
  return (
    <Section id="tempat" title={say.devices}>
      <PlainRows
        rows={lines.map((one) => ({
          title: (
            <>
              <b>{named(one)}</b> {one.here && <Tag tone="ok">{say.here}</Tag>}
            </>
          ),
          text: about(one),
        }))}
      />
      {others.length > 0 && (
        <Form page={page} action={props.action}>
          <Radios
            lang={page.lang}
            name="sesi"
            label={say.endWhich}
            value={props.chosen ?? all}
            options={[
              { value: all, label: say.everywhere },
              ...others.map((one) => ({ value: one.id, label: named(one), hint: about(one) })),
            ]}
          />
          {props.children}
          <Actions>
            <Button look="second" icon="logout">
              {say.endSessions}
            </Button>
          </Actions>
        </Form>
      )}
    </Section>
  );
}
