import { asTyped } from '../config/command-name.ts';

/** Prints a warning on standard error. */
export function warnOperator(sentence: string): void {
  process.stderr.write(`${asTyped(sentence)}\n`);
}
