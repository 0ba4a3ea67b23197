import type { Clock, Random } from '../../kernel/ids.ts';
import type { Json } from '../../kernel/json.ts';
import type { Keys } from '../../platform/crypto/index.ts';
import type { Database } from '../../platform/database/index.ts';
import type { Files } from '../../platform/files/index.ts';
import type { Signer } from '../../platform/signing/index.ts';
import type { Step } from '../../platform/step/index.ts';
import type { PaperKind } from './paper.ts';

export type DocumentsDeps = {
  readonly db: Database;
  readonly step: Step;
  readonly files: Files;
  readonly keys: Keys;
  /** Typesets one paper of a kind from its data as PDF/A. */
  readonly render: (kind: string, data: Json) => Promise<Uint8Array>;
  readonly signer: Signer;
  /** Certificates whose signatures count, DER. */
  readonly roots: readonly Uint8Array[];
  readonly kinds: Readonly<Record<string, PaperKind>>;
  /** Origin that QR codes lead to, without a slash at the end. */
  readonly publicUrl: string;
  /** Papers and numbers say SPESIMEN. */
  readonly demo: boolean;
  readonly clock: Clock;
  readonly random: Random;
};
