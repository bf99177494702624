/** A command failed for a known reason. `message` has a line with the cause, then one with the fix. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: 1 | 2;

  /** `exitCode` is 1 when the command failed, 2 when it was used incorrectly. */
  constructor(cause: string, fix: string, exitCode: 1 | 2 = 1) {
    super(`${cause}\n${fix}`);
    this.exitCode = exitCode;
  }
}

/** What to print for an error, and the exit code. Only a bug in Latchkey prints a stack trace. */
export function explain(error: unknown): { text: string; exitCode: 1 | 2 } {
  if (error instanceof CliError) return { text: error.message, exitCode: error.exitCode };
  // Not `instanceof`: importing the class would load the whole configuration for `latchkey version`.
  if (error instanceof Error && error.name === 'ConfigError') return { text: error.message, exitCode: 1 };
  const detail = withoutCredentials(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return {
    text: `Latchkey hit an internal error. Please report it and include these lines:\n${detail}`,
    exitCode: 1,
  };
}

/** Removes everything before the host in a URL, up to the last `@`, because a password may contain one. */
export function withoutCredentials(text: string): string {
  return text.replace(/\b(?!file:)([a-z][a-z0-9+.-]*:\/{1,2})[^\s'"]*@/gi, '$1…@');
}
