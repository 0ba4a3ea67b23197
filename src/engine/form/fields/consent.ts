import { declaration } from './declaration.ts';
import type { Kind } from './kind.ts';

/** Agreement to a use of data that one may also refuse by leaving the box empty, if the question is optional. */
export const consent: Kind<{ readonly kind: 'consent' | 'declaration' }> = declaration;
