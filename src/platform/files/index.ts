export type { Files, StoredFile } from './files.ts';
export { createLocalFiles } from './local-files.ts';
export { createS3Files } from './s3-files.ts';
