import type { openDatabase, Row } from '../../platform/database/index.ts';
import type { Subscriber } from '../../platform/jobs/index.ts';
import { followMine } from './store.ts';

/** The person's own list follows each move; it is keyed by the person, so another role than the page's writes it. */
export function followsMoves(relay: ReturnType<typeof openDatabase>): Subscriber {
  return {
    topic: 'case.moved',
    name: 'cases.mine',
    run: (job) => relay.transaction({}, (tx) => followMine(tx, job.payload as Row)),
  };
}
