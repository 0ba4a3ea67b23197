/** What phones get: the evaluator and the values it works on, without parser or checker. */
export { addMonths, dateFrom, dateOf, dayNumber, durationFrom, secondOfDay, timeOf } from './calendar.ts';
export { evaluate } from './evaluate.ts';
export { add, equal, order, subtract } from './operators.ts';
export {
  type FeelDate,
  type FeelDuration,
  type FeelTime,
  isDate,
  isList,
  isMonths,
  isOperation,
  isSeconds,
  isTime,
  type Names,
  type Tree,
  type Value,
} from './values.ts';
