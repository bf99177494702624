/** Prints a warning on standard error. */
export function warnOperator(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
