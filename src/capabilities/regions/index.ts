export { type Loaded, loadRegions } from './load.ts';
export type { Found, Region, Search } from './region.ts';
export { createRegions, type Regions } from './regions.ts';
