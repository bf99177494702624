/** Why the mail server didn't take a mail. */
export interface Failure {
  /** Node's own code, such as `SELF_SIGNED_CERT_IN_CHAIN` or `ECONNREFUSED`; else the mail library's, such as `EAUTH`. */
  readonly cause: string;
  /** The cause with the SMTP code and the command. It holds no address and nothing that the server wrote. */
  readonly reason: string;
  /** Whether this recipient or this mail was refused for good. */
  readonly isFinal: boolean;
}

/** Where a refusal is of this recipient or this mail. The sender or the password an operator may still mend. */
const commandsOfRecipient: readonly unknown[] = ['RCPT TO', 'DATA'];

/** Reads an error of the mail library; anything else is `unknown`. */
export function readFailure(error: unknown): Failure {
  const { code, originalCode, responseCode, command, permanent } = error as LibraryError;
  const cause = [originalCode, code].find((one) => /^[A-Z][A-Z0-9_]{1,59}$/.test(one ?? '')) ?? 'unknown';
  const at = command !== undefined && /^[A-Z ]{1,20}$/.test(command) ? `at ${command}` : '';
  const reason = [cause, responseCode ?? '', at].filter((part) => part !== '').join(' ');
  return { cause, reason, isFinal: permanent === true && commandsOfRecipient.includes(command) };
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
  readonly command?: string;
  readonly permanent?: boolean;
}

const untrusted =
  "The mail server's certificate isn't signed by a CA that this server trusts. Set NODE_EXTRA_CA_CERTS to a file with the CA's certificate, then restart.";
const unreachable = 'Check the host and port in mail.url, and that a firewall lets this server through.';

/** What to do about a cause, for the log. The codes are those of Node's `tls`, `net` and `dns`, and of the library. */
const remedies: Readonly<Record<string, string>> = {
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  CERT_HAS_EXPIRED: "Renew the mail server's certificate.",
  CERT_NOT_YET_VALID: "Check the clocks of this server and of the mail server's certificate.",
  ERR_TLS_CERT_ALTNAME_INVALID:
    "The mail server's certificate is for another host. Use a host name from the certificate in mail.url.",
  ERR_SSL_WRONG_VERSION_NUMBER:
    "The port doesn't speak TLS from the first byte. Use smtp:// in mail.url for STARTTLS.",
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'The mail server must support TLS 1.2 or later.',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'The mail server must support TLS 1.2 or later.',
  ETLS: 'The mail server offers no TLS. Enable it there, or set mail.tls to optional for a relay in your own network.',
  UNREADABLE: 'The email was sealed under another secret key, so nobody can read it. Ask for a new one.',
  EAUTH: 'Check the username and password in mail.url.',
  ECONNREFUSED: unreachable,
  ECONNRESET: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ETIMEDOUT: unreachable,
  ENOTFOUND: "The host name in mail.url doesn't resolve. Check its spelling and this server's DNS.",
  EAI_AGAIN: "The host name in mail.url doesn't resolve. Check this server's DNS.",
};

/** One sentence for the operator; undefined where the cause says it all. */
export function remedyFor(cause: string): string | undefined {
  return Object.hasOwn(remedies, cause) ? remedies[cause] : undefined;
}
