export { type Context, rename } from './context.ts';
export { type Database, openDatabase, type Queryable, queryable, type Row, violated, wasRefused } from './database.ts';
export { admitLogin, connectTo, refuseUnfitLogin } from './fitness.ts';
export { type Migrated, migrate, refuseOtherVersion } from './migrate.ts';
export { DatabaseTrouble } from './trouble.ts';
