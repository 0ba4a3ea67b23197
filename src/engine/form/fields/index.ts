import type { Field, FieldKind } from '../../definition/model.ts';
import { address } from './address.ts';
import { choice } from './choice.ts';
import { choices } from './choices.ts';
import { code } from './code.ts';
import { consent } from './consent.ts';
import { date } from './date.ts';
import { declaration } from './declaration.ts';
import { family } from './family.ts';
import { familyMember } from './family-member.ts';
import { familyMembers } from './family-members.ts';
import { file } from './file.ts';
import { group } from './group.ts';
import type { Kind } from './kind.ts';
import { kk } from './kk.ts';
import { longText } from './long-text.ts';
import { money } from './money.ts';
import { nik } from './nik.ts';
import { number } from './number.ts';
import { office } from './office.ts';
import { person } from './person.ts';
import { personName } from './person-name.ts';
import { phone } from './phone.ts';
import { place } from './place.ts';
import { text } from './text.ts';
import { time } from './time.ts';

const kinds = {
  address,
  choice,
  choices,
  code,
  consent,
  date,
  declaration,
  family,
  familyMember,
  familyMembers,
  file,
  group,
  kk,
  longText,
  money,
  nik,
  number,
  office,
  person,
  personName,
  phone,
  place,
  text,
  time,
} as const satisfies Record<FieldKind, unknown>;

/** The rules of a field's kind. */
export function kindOf<F extends Field>(field: F): Kind<F> {
  // Each kind's rules stand under its own name, so they fit the field whose kind it is.
  return kinds[field.kind] as unknown as Kind<F>;
}
