import type { JSX } from 'preact';
import { type Office, sayWeek } from '../../capabilities/organisations/index.ts';
import { sayPhone } from '../../kernel/phone.ts';
import {
  Actions,
  Button,
  DefinitionRows,
  Notice,
  PageTitle,
  type Place,
  PlaceSearch,
  Section,
} from '../design/index.ts';
import { CitizenPage, type Shell } from './shell.tsx';
import { frontWords } from './words/front.ts';

export type HelpProps = {
  readonly shell: Shell;
  readonly typed: string;
  readonly results: readonly Place[];
  readonly searched: boolean;
  readonly chosen: string | undefined;
  readonly offices: readonly Office[];
};

/** Where somebody sits who helps: the office of one's own village. */
export function Help(props: HelpProps): JSX.Element {
  const { shell, offices } = props;
  const { lang } = shell.page;
  const words = frontWords(lang);
  return (
    <CitizenPage shell={shell} title={words.officeTitle} at="home">
      <PageTitle lead={words.helpWhy}>{words.officeTitle}</PageTitle>
      <form class="gap-6" action="/bantuan" method="get">
        <PlaceSearch
          lang={lang}
          name="tempat"
          label={words.officePlace}
          hint={words.officeLead}
          typed={props.typed}
          results={props.results}
          searched={props.searched}
          chosen={props.chosen}
          suggest="/tempat?tingkat=4&nama=tempat"
        />
        <Actions>
          <Button look="second">{words.officeShow}</Button>
        </Actions>
      </form>
      {props.chosen !== undefined && offices.length === 0 && <Notice role="status">{words.officeNone}</Notice>}
      {offices.map((office) => (
        <OfficeCard key={office.ref} office={office} shell={shell} />
      ))}
    </CitizenPage>
  );
}

export function OfficeCard({ office, shell }: { readonly office: Office; readonly shell: Shell }): JSX.Element {
  const words = frontWords(shell.page.lang);
  const phone = office.phone === null ? [] : [{ term: words.phone, value: sayPhone(office.phone) }];
  return (
    <Section id={office.ref} title={office.name} card>
      <DefinitionRows
        rows={[
          { term: words.address, value: office.address },
          { term: words.hours, value: `${sayWeek(office.week, shell.page.lang).join('; ')} ${office.zone}` },
          ...phone,
        ]}
      />
    </Section>
  );
}
