import { z } from 'zod';
import type { Json } from '../../kernel/json.ts';
import { blockShape, overlayShape, serviceShape } from './raw.ts';

function schemaOf(shape: z.ZodType, title: string, description: string): Json {
  const schema = z.toJSONSchema(shape, { target: 'draft-2020-12', reused: 'ref' });
  return { ...(schema as { readonly [key: string]: Json }), title, description };
}

/** JSON Schema 2020-12 of a service's file, for completion and errors in any editor. */
export const definitionSchema = (): Json =>
  schemaOf(
    serviceShape,
    'SatuLoket service',
    'One public service in one file: page, form, office work, papers, API and figures follow from it.',
  );

/** JSON Schema 2020-12 of a region's adoption of a national service. */
export const overlaySchema = (): Json =>
  schemaOf(overlayShape, 'SatuLoket adoption', 'What a region sets of a national service that it adopts.');

/** JSON Schema 2020-12 of a block that services include. */
export const blockSchema = (): Json =>
  schemaOf(blockShape, 'SatuLoket block', 'Pages and steps that several services share.');
