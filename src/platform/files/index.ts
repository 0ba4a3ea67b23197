export type { FileOwner, FileSource, Files, StoredFile } from './files.ts';
export { createLocalFiles, type LocalFilesDeps } from './local-files.ts';
export { createS3Files, type S3FilesDeps } from './s3-files.ts';
