import type { Columns, StepKind } from '../../platform/step/index.ts';

const head = { kind: 'case', table: 'cases."case"', key: 'case_id' } as const;

const EVENT: Columns = {
  ...{
    version: 'int',
    at: 'timestamptz',
    actor: 'text',
    actor_label: 'text',
    office: 'text',
    kind: 'text',
    step: 'text',
    data: 'jsonb',
  },
};
const NOTE: Columns = { version: 'int', kind: 'text', body: 'text' };
const TASK: Columns = {
  ...{
    step: 'text',
    since: 'int',
    office: 'text',
    desk: 'text',
    service: 'text',
    number: 'text',
    subject_name: 'text',
  },
  ...{ applicant_name: 'text', marks: 'text[]', opened_at: 'timestamptz', due_at: 'timestamptz', barred: 'text[]' },
  ...{ claimed_by: 'text', claimed_label: 'text', claimed_until: 'timestamptz' },
};
const TASK_KEY: Columns = { step: 'text', since: 'int' };
const FILE: Columns = {
  ...{ id: 'uuid', question: 'text', name: 'text', type: 'text', size: 'int', sha256: 'bytea', stored: 'text' },
  ...{ uploaded_by: 'text', uploaded_at: 'timestamptz' },
};

export const BEGIN: StepKind = {
  head,
  mode: 'begin',
  set: {
    ...{
      service: 'text',
      service_version: 'int',
      status: 'text',
      applicant: 'text',
      subject: 'text',
      authority: 'text',
    },
    ...{
      channel: 'text',
      applicant_name: 'text',
      subject_name: 'text',
      answers: 'jsonb',
      facts: 'jsonb',
      flow: 'jsonb',
    },
    ...{ offices: 'text[]', begun_at: 'timestamptz', erase_at: 'timestamptz' },
  },
  insert: { 'cases.event': EVENT },
};

/** A page of a draft or of a repair: the audit knows which fields, the timeline needs no row. */
export const ANSWER: StepKind = { head, mode: 'move', shared: true, set: { answers: 'jsonb' } };

/** Another window for a case that was sent. */
export const APPOINT: StepKind = {
  head,
  mode: 'move',
  set: { answers: 'jsonb', flow: 'jsonb' },
  insert: { 'cases.event': EVENT },
};

export const ADD_FILE: StepKind = {
  head,
  mode: 'move',
  set: { answers: 'jsonb' },
  insert: { 'cases.event': EVENT, 'cases.file': FILE },
};

export const SUBMIT: StepKind = {
  head,
  mode: 'move',
  shared: true,
  set: {
    ...{
      status: 'text',
      number: 'text',
      office: 'text',
      offices: 'text[]',
      answers: 'jsonb',
      facts: 'jsonb',
      flow: 'jsonb',
    },
    ...{ submitted_at: 'timestamptz', due_at: 'timestamptz', erase_at: 'timestamptz', subject_name: 'text' },
  },
  insert: {
    'cases.event': EVENT,
    'cases.task': TASK,
    'cases.unique_key': { service: 'text', key: 'bytea', until: 'timestamptz' },
    'cases.lock': { key: 'bytea' },
  },
};

/** A draft that is sent to an office of another region begins anew there, sent, under the same id. */
export const ARRIVE: StepKind = {
  head,
  mode: 'begin',
  set: { ...BEGIN.set, ...SUBMIT.set },
  insert: { ...SUBMIT.insert, 'cases.file': FILE },
};

/** Whatever changes what is open: an officer's act, a repair sent, a withdrawal, a timer. */
export const WORK: StepKind = {
  head,
  mode: 'move',
  set: {
    ...{
      status: 'text',
      outcome: 'text',
      offices: 'text[]',
      flow: 'jsonb',
      due_at: 'timestamptz',
      finished_at: 'timestamptz',
    },
    ...{ erase_at: 'timestamptz' },
  },
  insert: { 'cases.event': EVENT, 'cases.task': TASK, 'cases.note': NOTE },
  remove: {
    'cases.task': TASK_KEY,
    'cases.unique_key': { service: 'text', key: 'bytea' },
    'cases.lock': { key: 'bytea' },
  },
};

/** A repair sent: what a newborn is called may have been repaired. */
export const REPAIR: StepKind = { ...WORK, set: { ...WORK.set, subject_name: 'text' } };

/** Who holds a task: the row is written anew, so that a screen which shows it as free has lost. */
export const HOLD: StepKind = {
  head,
  mode: 'move',
  shared: true,
  set: {},
  insert: { 'cases.event': EVENT, 'cases.task': TASK },
  remove: { 'cases.task': TASK_KEY },
};

/** The end of what a case holds of people. Its row, its events and its audit stay. */
export const ERASE: StepKind = {
  head,
  mode: 'move',
  set: {
    ...{ status: 'text', answers: 'jsonb', facts: 'jsonb', flow: 'jsonb', erase_at: 'timestamptz' },
    ...{ applicant_name: 'text', subject_name: 'text' },
  },
  remove: { 'cases.note': { version: 'int', kind: 'text' }, 'cases.file': { id: 'uuid' } },
};

/** Words about a case that move nothing; those that somebody must answer stand in the inbox. */
export const SAY: StepKind = {
  head,
  mode: 'move',
  set: {},
  insert: { 'cases.event': EVENT, 'cases.note': NOTE, 'cases.task': TASK },
};

/** The answer to a citizen's words. */
export const REPLY: StepKind = {
  head,
  mode: 'move',
  set: {},
  insert: { 'cases.event': EVENT, 'cases.note': NOTE },
  remove: { 'cases.task': TASK_KEY },
};

/** A rejection is taken back: the case stands open again, with the keys and locks that it held. */
export const REOPEN: StepKind = {
  head,
  mode: 'move',
  set: WORK.set,
  insert: {
    ...WORK.insert,
    'cases.unique_key': { service: 'text', key: 'bytea', until: 'timestamptz' },
    'cases.lock': { key: 'bytea' },
  },
  remove: { 'cases.task': TASK_KEY },
};
