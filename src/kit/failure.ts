/** An expected end without success: `message` is one or more plain lines that say what to do. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** What to print about an error, and the exit code. Only a fault of Latchkey's own shows where it happened. */
export function explain(error: unknown): { text: string; exitCode: 1 | 2 } {
  if (error instanceof CliError) return { text: error.message, exitCode: error.exitCode };
  // Not `instanceof`: the class would load the whole configuration for `latchkey version`.
  if (error instanceof Error && error.name === 'ConfigError') return { text: error.message, exitCode: 1 };
  const detail = withoutCredentials(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return {
    text: `Latchkey failed by a fault of its own. Please report it with these lines:\n${detail}`,
    exitCode: 1,
  };
}

/** Leaves out what stands before the host in a URL, up to the last `@`: a password may hold one. */
export function withoutCredentials(text: string): string {
  return text.replace(/\b(?!file:)([a-z][a-z0-9+.-]*:\/{1,2})[^\s'"]*@/gi, '$1…@');
}
