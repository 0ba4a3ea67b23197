import { address } from './address.ts';
import { appointment } from './appointment.ts';
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
import { defineKinds } from './kind-of.ts';
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

defineKinds({
  address,
  appointment,
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
});

export { kindOf } from './kind-of.ts';
