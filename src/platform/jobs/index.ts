export { createJobs, type Job, type Jobs, prepareJobs, type Regular, type Subscriber } from './jobs.ts';
export { enqueue, type Work } from './outbox.ts';
