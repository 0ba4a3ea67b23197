export { importHolidays } from './import-holidays.ts';
export { importOffices, OFFICE_COLUMNS } from './import-offices.ts';
export type { Office } from './office.ts';
export { parseWeek, sayWeek } from './opening-hours.ts';
export { createOrganisations, type Organisations } from './organisations.ts';
