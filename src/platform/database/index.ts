export type { Context } from './context.ts';
export { type Database, openDatabase, type Queryable, queryable, type Row, violated } from './database.ts';
export { type Migrated, migrate } from './migrate.ts';
