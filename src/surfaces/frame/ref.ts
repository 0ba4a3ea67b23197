import type { FastifyRequest } from 'fastify';
import { isUuid } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';

const KABUPATEN = /^\d{2}\.\d{2}$/;

type Ref = { readonly region: string; readonly id: string };

/** The record that an address names by `:region` and `:id`; null for what can't be the name of one. */
export function refNamed(request: FastifyRequest): Ref | null {
  const { region = '', id = '' } = request.params as Partial<Ref>;
  return KABUPATEN.test(region) && isUuid(id) ? { region, id } : null;
}

/**
 * The record that an address names by `:region` and `:id`.
 * @throws Refusal `absent` (404) for what can't be the name of one
 */
export function refIn(request: FastifyRequest, absent: string): Ref {
  const ref = refNamed(request);
  if (!ref) throw new Refusal(absent, 404);
  return ref;
}
