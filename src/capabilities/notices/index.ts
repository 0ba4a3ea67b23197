import type { Database } from '../../platform/database/index.ts';
import { noticeSubscribers, overdueRegular, type Places } from './jobs.ts';
import { createNoticesRoom, type NoticesDeps } from './notices.ts';

export type { Places } from './jobs.ts';
export type { Listed, News, NoticesDeps } from './notices.ts';
export type { ChannelKind, Stopped } from './store.ts';
export { TEMPLATES, type Template } from './words.ts';

export type Notices = ReturnType<typeof createNotices>;

/** What people are told: a list of their own, and messages outside that name a number and a link. */
export function createNotices(given: NoticesDeps, places: Places) {
  // Every transaction of this room sends something on its way; the workers are told after its commit, for before it they see nothing.
  const db: Database = {
    ...given.db,
    transaction: async (context, work) => {
      const result = await given.db.transaction(context, work);
      given.written();
      return result;
    },
  };
  const deps: NoticesDeps = { ...given, db };
  const room = createNoticesRoom(deps);
  return {
    ...room,
    subscribers: noticeSubscribers(deps, room, places),
    /** @param relay the background's own connection, which sees every region's waiting messages */
    regular: (relay: Database) => [overdueRegular(deps, relay)],
  };
}
