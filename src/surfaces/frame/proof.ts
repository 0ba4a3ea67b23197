import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Random } from '../../kernel/ids.ts';
import { hmac } from '../../platform/crypto/index.ts';

export const PROOF_FIELD = '_bukti';

const digestOf = (key: Uint8Array, cookie: string): Buffer => hmac(key).update(`proof ${cookie}`).digest();
const LONG = 32;

/**
 * What a form carries to prove that this site made it for this browser: a keyed digest of the browser's own cookie, behind other chance
 * on every page, so that the length of a compressed page tells nothing of it.
 */
export function proofOf(key: Uint8Array, cookie: string, random: Random): string {
  const pad = random(LONG);
  const masked = digestOf(key, cookie).map((byte, at) => byte ^ (pad[at] ?? 0));
  return Buffer.concat([pad, masked]).toString('base64url');
}

function isProof(key: Uint8Array, cookie: string, typed: string): boolean {
  const bytes = Buffer.from(typed, 'base64url');
  if (bytes.length !== 2 * LONG) return false;
  const given = bytes.subarray(LONG).map((byte, at) => byte ^ (bytes[at] ?? 0));
  return timingSafeEqual(given, digestOf(key, cookie));
}

/** A change must come from a page of ours: the browser says so (where it says anything) and the form's proof fits the cookie. */
export function isOurs(key: Uint8Array, request: FastifyRequest, cookie: string | undefined): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const { origin } = request.headers;
  if (origin !== undefined && origin !== 'null' && hostOf(origin) !== request.host) return false;
  const body: unknown = request.body;
  const typed =
    typeof body === 'object' && body !== null && PROOF_FIELD in body ? body[PROOF_FIELD] : request.headers['x-bukti'];
  return cookie !== undefined && typeof typed === 'string' && isProof(key, cookie, typed);
}

function hostOf(origin: string): string {
  try {
    return new URL(origin).host;
  } catch {
    return '';
  }
}
