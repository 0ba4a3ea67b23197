import type { FastifyRequest } from 'fastify';
import { isUuid } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';

const KABUPATEN = /^\d{2}\.\d{2}$/;

/**
 * The record that an address names by `:region` and `:id`.
 * @throws Refusal `absent` (404) for what can't be the name of one
 */
export function refIn(request: FastifyRequest, absent: string): { readonly region: string; readonly id: string } {
  const { region, id } = request.params as { readonly region: string; readonly id: string };
  if (!KABUPATEN.test(region) || !isUuid(id)) throw new Refusal(absent, 404);
  return { region, id };
}
