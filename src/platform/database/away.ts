import { Unavailable } from '../../kernel/unavailable.ts';

type Coded = Error & { readonly code?: string | undefined };

/** The line or the server behind it is gone: 08 connection, 57P shut down or starting, 25006 what was the primary is one no more. */
const GONE = /^(08|57P|25006)/;
/** The server is there and has no room: 53 disk, memory or connections, 58030 its disk fails. What was asked is undone, the line is whole. */
const NO_ROOM = /^(53|58030)/;
const LINE: ReadonlySet<string | undefined> = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT'],
  ...['EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
]);
// What the driver says by itself; it gives such errors no code.
const DRIVER = /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout expired)/;

/** The connection can't be used any more, and what was asked last may have been done or not. */
export function isLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as Coded;
  return LINE.has(code) || GONE.test(code ?? '') || DRIVER.test(error.message);
}

/** The database as a whole does not serve for now. */
export const isAway = (error: unknown): boolean =>
  error instanceof Unavailable ||
  isLost(error) ||
  (error instanceof Error && NO_ROOM.test((error as Coded).code ?? ''));

/** What to throw on: that the database is away, or the error as it came. */
export const toldAway = (error: unknown): unknown =>
  isAway(error) && !(error instanceof Unavailable) ? new Unavailable('database', error) : error;
