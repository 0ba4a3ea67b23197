/**
 * What signs: a demo authority here, a remote service of a certified provider elsewhere. It never sees the paper, only the
 * SHA-256 of what the CMS says about it; building the CMS is ours.
 */
export type Signer = {
  /** What an officer must give for each act of signing, one paper or many; absent: nothing. */
  readonly asks?: 'passphrase';
  /** The officer's certificate and those above it, DER, the officer's first. */
  readonly certificates: (officer: string) => Promise<readonly Uint8Array[]>;
  /** One signature (RSASSA-PKCS1-v1_5 with SHA-256) per digest, in the same order: all in one call, for one consent of the officer. */
  readonly sign: (request: SignRequest) => Promise<readonly Uint8Array[]>;
};

export type SignRequest = {
  readonly officer: string;
  /** SHA-256, 32 bytes each. */
  readonly digests: readonly Uint8Array[];
  /** What the officer gives for this act (a passphrase, a one-time code), when the signer asks for it. */
  readonly consent?: string;
};
