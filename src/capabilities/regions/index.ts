export { type Loaded, loadRegions } from './load.ts';
export type { Found, Region, Search } from './region.ts';
export { createRegions, MOST_CHILDREN, type Regions } from './regions.ts';
