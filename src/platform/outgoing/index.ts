export { type Letter, type Letters, lettersIn } from './letters.ts';
export { createSender, LONGEST_WAIT, type Outcome, STUBBORN } from './sender.ts';
