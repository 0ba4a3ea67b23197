export { isAway, toldAway } from './away.ts';
export { type Context, rename } from './context.ts';
export {
  type Asked,
  type Database,
  openDatabase,
  type Queryable,
  queryable,
  type Row,
  violated,
  wasRefused,
} from './database.ts';
export { admitLogin, connectTo, primaryUrl, refuseUnfitLogin } from './fitness.ts';
export { isPostgresUrl, loginOf } from './hosts.ts';
export { type Migrated, migrate, refuseOtherVersion } from './migrate.ts';
export { openPool } from './pool.ts';
export { DatabaseTrouble } from './trouble.ts';
