/** What phones get: the evaluator and the values it works on, without parser or checker. */
export { addMonths, dateFrom, dateOf, dayNumber } from './calendar.ts';
export { evaluate } from './evaluate.ts';

export {
  isDate,
  isList,
  isMonths,
  isSeconds,
  isTime,
  type Names,
  type Tree,
  type Value,
} from './values.ts';
