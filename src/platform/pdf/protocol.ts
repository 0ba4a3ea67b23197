/** What the typesetting thread is told, once at its start and once per paper, and what it answers. */
export type ThreadSettings = { readonly documentsDir: string };

export type PaperOrder = {
  readonly kind: string;
  /** The paper's data as JSON text. */
  readonly data: string;
  /** Seconds since 1970; the paper's creation date. */
  readonly createdAt: number;
  /** What the QR says, when the paper bears one. */
  readonly qr?: string;
};

export type PaperAnswer =
  | { readonly kind: 'paper'; readonly pdf: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'failed'; readonly message: string };
