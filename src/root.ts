import { fileURLToPath } from 'node:url';

/** The folder of the program: migrations, reference data, services and documents lie in it. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));
