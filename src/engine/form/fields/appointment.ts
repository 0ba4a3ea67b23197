import { localDate, sayDate, sayTime, ZONE_HOURS, type Zone } from '../../../kernel/dates.ts';
import { isUuid } from '../../../kernel/ids.ts';
import type { Json } from '../../../kernel/json.ts';
import { issue, parsed, refused } from '../../../kernel/parsed.ts';
import type { AppointmentField } from '../../definition/model.ts';
import { officeIn } from '../office-ref.ts';
import { type Env, fine, here, input, isRecord, type Kind, same, sent, textOf, typed } from './kind.ts';

const part = (answer: Json, name: string): string => (isRecord(answer) ? textOf(answer[name] ?? null) : '');

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

type Chosen = { readonly name: string; readonly zone: Zone; readonly from: Date; readonly until: Date };
/** What the room wrote beside the window; null for what it does not know. */
function chosenIn(answer: Json): Chosen | null {
  const [from, until, zone] = [part(answer, 'startsAt'), part(answer, 'endsAt'), part(answer, 'zone')];
  if (!INSTANT.test(from) || !INSTANT.test(until) || !Object.hasOwn(ZONE_HOURS, zone)) return null;
  return { name: part(answer, 'name'), zone: zone as Zone, from: new Date(from), until: new Date(until) };
}

/** A window is kept with the office for which it was asked: another answer may have moved it. */
function isElsewhere(field: AppointmentField, answer: Json, env: Env): boolean {
  const wanted = officeIn(env.run(field.at));
  const at = isRecord(answer) ? (answer.at ?? null) : null;
  return wanted === null || (['kind', 'region', 'code'] as const).some((key) => part(at, key) !== (wanted[key] ?? ''));
}

const clock = (at: Date, zone: Zone): string => sayTime(at, zone, 'id').slice(0, 5).replace('.', ':');

/** A window at an office's counter, by its id. Where and when that is, the room of queues says and keeps beside it. */
export const appointment: Kind<AppointmentField> = {
  parse: (_, name, body) => {
    const slot = textOf(sent(body, name)?.slot ?? null) || typed(body, name);
    if (slot === '') return parsed(null);
    return isUuid(slot) ? parsed({ slot }) : refused(issue('appointment/unknown'));
  },
  check: (field, answer, env) => {
    const chosen = chosenIn(answer);
    if (chosen === null) return here(issue('appointment/unknown'));
    return isElsewhere(field, answer, env) ? here(issue('appointment/elsewhere')) : fine;
  },
  value: (_, answer) => {
    const chosen = chosenIn(answer);
    if (chosen === null) return null;
    const { from, until, zone, name } = chosen;
    return {
      on: { date: localDate(from, zone) },
      from: { time: clock(from, zone) },
      until: { time: clock(until, zone) },
      name,
    };
  },
  show: (_, answer) => {
    const chosen = chosenIn(answer);
    if (chosen === null) return same('');
    const { from, until, zone, name } = chosen;
    const said = (lang: 'id' | 'en'): string =>
      `${sayDate(localDate(from, zone), lang)}, ${sayTime(from, zone, lang).split(' ')[0]}–${sayTime(until, zone, lang)}`;
    return { id: `${said('id')}, di ${name}`, en: `${said('en')}, at ${name}` };
  },
  inputs: (field, name, answer, env) => [
    input(name, {
      kind: 'lookup',
      value: part(answer, 'slot'),
      lookup: { of: 'appointment', kind: field.service, within: officeIn(env.run(field.at))?.region ?? null },
    }),
  ],
  schema: () => ({
    type: 'object',
    required: ['slot'],
    properties: { slot: { type: 'string', format: 'uuid' } },
  }),
};
