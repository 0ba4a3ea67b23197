export { type Checked, checkFile, type FileFault, type FileType, LARGEST_FILE } from './check-file.ts';
export {
  type Appended,
  createUploads,
  type Kept,
  type Taken,
  type Uploads,
  type UploadsDeps,
  type Wish,
} from './uploads.ts';
