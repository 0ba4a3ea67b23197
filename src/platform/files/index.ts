export { type FileOwner, type FileSource, type Files, type StoredFile, toldDisk } from './files.ts';
export { createLocalFiles, type LocalFilesDeps } from './local-files.ts';
export { createS3Files, type S3FilesDeps } from './s3-files.ts';
