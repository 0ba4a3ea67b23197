export { loadRegions } from './load.ts';

export { createRegions, type Regions } from './regions.ts';
