export type Part = { readonly part: string; readonly milliseconds: number };
export type PaperMade = {
  readonly title: string;
  readonly number: string | null;
  readonly page: string;
  readonly check: string;
  readonly code: string;
  readonly bytes: number;
  readonly signer: string;
  readonly signature: string;
  readonly state: string;
};
export type Walked = {
  readonly service: string;
  readonly citizen: string;
  readonly number: string;
  readonly case: string;
  readonly outcome: string;
  readonly officers: readonly string[];
  readonly papers: readonly PaperMade[];
  readonly milliseconds: number;
  readonly parts: readonly Part[];
};

/** Measures the parts of a journey; the same part several times is added up. */
export function openWatch(now: () => number) {
  const parts = new Map<string, number>();
  const began = now();
  return {
    async part<R>(name: string, work: () => Promise<R>): Promise<R> {
      const from = now();
      try {
        return await work();
      } finally {
        parts.set(name, (parts.get(name) ?? 0) + now() - from);
      }
    },
    all: () => Math.round(now() - began),
    parts: (): readonly Part[] => [...parts].map(([part, ms]) => ({ part, milliseconds: Math.round(ms) })),
  };
}
export type Watch = ReturnType<typeof openWatch>;
