import type { StepKind } from '../../platform/step/index.ts';

/** Everything that moves an entry once it has a number. Whatever an act does not touch is written as it was read: the version guards it. */
export const MOVE: StepKind = {
  head: { kind: 'entry', table: 'queue.entry', key: 'entry_id' },
  mode: 'move',
  set: {
    ...{ lane: 'uuid', class: 'text', class_reason: 'text', status: 'text', stage: 'text' },
    ...{ due_at: 'timestamptz', due_reason: 'text', shown: 'jsonb', room: 'text', calls: 'int', skips: 'int' },
    ...{ arrived_at: 'timestamptz', called_at: 'timestamptz', first_called_at: 'timestamptz', ended_at: 'timestamptz' },
  },
  insert: {
    'queue.event': {
      ...{ version: 'int', at: 'timestamptz', actor: 'text', actor_label: 'text', office: 'text' },
      ...{ kind: 'text', data: 'jsonb' },
    },
    'queue.stay': {
      ...{ version: 'int', lane: 'uuid', stage: 'text', class: 'text', room: 'text', due_at: 'timestamptz' },
      ...{ arrived_at: 'timestamptz', called_at: 'timestamptz', first_called_at: 'timestamptz' },
      ...{ ended_at: 'timestamptz', calls: 'int', skips: 'int' },
    },
  },
  remove: { 'queue.stay': { version: 'int' } },
};

/** The number is somebody's: whoever held it on paper was nobody until now. */
export const NAME: StepKind = { ...MOVE, set: { ...MOVE.set, patient: 'uuid', subject: 'text', payer: 'text' } };
