export { createJobs, type Job, type Jobs, prepareJobs, type Regular, type Subscriber } from './jobs.ts';
export { enqueue } from './outbox.ts';
