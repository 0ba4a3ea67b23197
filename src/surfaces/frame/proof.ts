import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';

export const PROOF_FIELD = '_bukti';

/** What a form carries to prove that this site made it for this browser: a keyed digest of the browser's own cookie. */
export const proofOf = (key: Uint8Array, cookie: string): string =>
  createHmac('sha256', key).update(`proof ${cookie}`).digest('base64url');

/** A change must come from a page of ours: the browser says so (where it says anything) and the form's proof fits the cookie. */
export function isOurs(key: Uint8Array, request: FastifyRequest, cookie: string | undefined): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const { origin } = request.headers;
  if (origin !== undefined && origin !== 'null' && hostOf(origin) !== request.host) return false;
  const body: unknown = request.body;
  const typed =
    typeof body === 'object' && body !== null && PROOF_FIELD in body ? body[PROOF_FIELD] : request.headers['x-bukti'];
  if (cookie === undefined || typeof typed !== 'string') return false;
  const expected = Buffer.from(proofOf(key, cookie));
  const given = Buffer.from(typed);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

function hostOf(origin: string): string {
  try {
    return new URL(origin).host;
  } catch {
    return '';
  }
}
