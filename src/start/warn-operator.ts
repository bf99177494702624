/** Tells whoever runs a command what does not stop it, beside its output. */
export function warnOperator(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
