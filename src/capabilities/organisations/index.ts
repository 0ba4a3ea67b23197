export { importHolidays } from './import-holidays.ts';
export { type Imported, importOffices, type LineProblem, OFFICE_COLUMNS } from './import-offices.ts';
export type { Office, OfficeRef } from './office.ts';
export { parseWeek, sayWeek } from './opening-hours.ts';
export { createOrganisations, type Organisations } from './organisations.ts';
export type { Holiday } from './store.ts';
