/** Why the mail server didn't take a mail. */
export interface Failure {
  /** Node's own code, such as `SELF_SIGNED_CERT_IN_CHAIN` or `ECONNREFUSED`; else the mail library's, such as `EAUTH`. */
  readonly cause: string;
  /** The cause with the SMTP codes and the command: `EENVELOPE 550 5.1.1 at RCPT TO`. It holds no address and nothing that the server wrote. */
  readonly reason: string;
  /** Whether this recipient or this mail was refused for good. */
  readonly isFinal: boolean;
}

/** Where a refusal is of this recipient or this mail. The sender or the password an operator may still mend. */
const commandsOfRecipient: readonly unknown[] = ['RCPT TO', 'DATA'];

/** Reads an error of the mail library; anything else is `unknown`. */
export function readFailure(error: unknown): Failure {
  const { code, originalCode, responseCode, response, command, permanent } = error as LibraryError;
  const cause = [originalCode, code].find((one) => /^[A-Z][A-Z0-9_]{1,59}$/.test(one ?? '')) ?? 'unknown';
  const at = command !== undefined && /^[A-Z ]{1,20}$/.test(command) ? `at ${command}` : '';
  const codes = codesIn(response ?? '') ?? String(responseCode ?? '');
  const reason = [cause, codes, at].filter((part) => part !== '').join(' ');
  return { cause, reason, isFinal: permanent === true && commandsOfRecipient.includes(command) };
}

/** The numbers of a reply, `550 5.1.1`, without its words: those name the recipient (RFC 5321 section 4.2, RFC 2034). */
export function codesIn(reply: string): string | undefined {
  const [, code, enhanced] = /^(\d{3})(?:[ -](\d\.\d{1,3}\.\d{1,3}))?(?![\w.])/.exec(reply) ?? [];
  return [code, enhanced].filter((part) => part !== undefined).join(' ') || undefined;
}

/** Whether TLS is what failed, so that a connection without it may do. */
export function isTlsFailure({ cause }: Failure): boolean {
  return (
    cause === 'ETLS' || cause === 'EPROTO' || cause.startsWith('ERR_SSL_') || cause.startsWith('ERR_TLS_')
  );
}

/** What the library adds to an error. */
interface LibraryError {
  readonly code?: string;
  /** Node's code, where `code` is the library's. */
  readonly originalCode?: string;
  readonly responseCode?: number;
  /** What the server said. */
  readonly response?: string;
  readonly command?: string;
  readonly permanent?: boolean;
}
