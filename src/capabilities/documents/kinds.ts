import type { Columns, StepKind } from '../../platform/step/index.ts';

const head = { kind: 'paper', table: 'documents.paper', key: 'paper_id' } as const;

const content = {
  ...{ case_number: 'text', holder: 'text', holder_label: 'text', holder_masked: 'text', readers: 'text[]' },
  ...{ data: 'jsonb', supersedes: 'boolean', valid: 'text', public_url: 'text', specimen: 'boolean' },
} as const satisfies Columns;

const identity = {
  ...{ kind: 'text', state: 'text', source: 'text', audience: 'text', scope: 'text', slot: 'text', case_id: 'uuid' },
  ...{ office: 'text', office_name: 'text', place: 'text', zone: 'text', number: 'text' },
  ...{
    number_series: 'text',
    number_period: 'text',
    number_serial: 'int',
    check_key: 'text',
    prepared_at: 'timestamptz',
  },
} as const satisfies Columns;

const issuing = {
  ...{
    state: 'text',
    file: 'text',
    file_sha256: 'bytea',
    file_size: 'int',
    issued_at: 'timestamptz',
    issued_on: 'date',
  },
  ...{ valid_until: 'date', signer_name: 'text', signer_title: 'text', signer_acting: 'text' },
  ...{ token_hash: 'bytea', code_mac: 'bytea' },
} as const satisfies Columns;

/** The ways a paper moves. Each is one statement of the step, with its act in the paper's own chain. */
export const kinds = {
  prepare: { head, mode: 'begin', set: { ...identity, ...content } },
  prepareAgain: { head, mode: 'move', set: content },
  giveUp: { head, mode: 'move', set: { state: 'text' } },
  issue: { head, mode: 'move', set: issuing },
  attach: { head, mode: 'begin', set: { ...identity, ...content, ...issuing } },
  supersede: { head, mode: 'move', set: { state: 'text', superseded_by: 'uuid' } },
  revoke: {
    head,
    mode: 'move',
    set: { state: 'text' },
    insert: { 'documents.revocation': { office: 'text', reason: 'text' } },
  },
} as const satisfies Record<string, StepKind>;
