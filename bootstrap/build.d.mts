/** Bundles `src/main.ts` to `dist/main.js`, unless exactly these sources were. */
export function ensureBuilt(): Promise<void>;
