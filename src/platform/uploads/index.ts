export { LARGEST_FILE } from './check-file.ts';
export {
  createUploads,
  type Kept,
  type Uploads,
} from './uploads.ts';
