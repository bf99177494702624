/** What kind of thing keeps a mail from being delivered, as its sender may act on it. */
export type MailTrouble =
  | 'unknown-recipient'
  | 'mailbox-full'
  | 'unwanted'
  | 'too-large'
  | 'recipient-refused'
  | 'sender-refused'
  | 'password'
  | 'later'
  | 'unreachable'
  | 'unknown-host'
  | 'certificate'
  | 'tls'
  | 'unreadable'
  | 'other';

const causes: Readonly<Partial<Record<MailTrouble, readonly string[]>>> = {
  password: ['EAUTH', 'EOAUTH2'],
  unreachable: ['ECONNREFUSED', 'ECONNRESET', 'ECONNECTION', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'],
  'unknown-host': ['ENOTFOUND', 'EAI_AGAIN', 'EDNS'],
  certificate: [
    'SELF_SIGNED_CERT_IN_CHAIN',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'CERT_HAS_EXPIRED',
    'CERT_NOT_YET_VALID',
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ],
  tls: ['ETLS', 'EPROTO'],
  unreadable: ['UNREADABLE'],
};

/**
 * By the reason that `readFailure` makes, such as `EENVELOPE 550 5.1.1 at RCPT TO`. The enhanced code (RFC 3463) says
 * more than the reply code (RFC 5321 section 4.2.3), which servers use for much.
 */
export function troubleOf(reason: string): MailTrouble {
  const [cause = ''] = reason.split(' ');
  const [, code = '', enhanced = ''] = /^\S+ (\d{3})(?: \d\.(\d{1,3}\.\d{1,3}))?\b/.exec(reason) ?? [];
  // Some servers ask for a password only when they are told of a mail.
  if (['530', '534', '535', '538'].includes(code)) return 'password';
  const known = (Object.keys(causes) as MailTrouble[]).find((kind) => causes[kind]?.includes(cause));
  if (known && code === '') return known;
  if (known === 'password') return code.startsWith('4') ? 'later' : 'password';
  if (/^ERR_(SSL|TLS)_/.test(cause)) return 'tls';
  if (code.startsWith('4')) return enhanced === '2.2' || code === '452' ? 'mailbox-full' : 'later';
  if (!code.startsWith('5')) return known ?? 'other';
  return permanentTrouble(code, enhanced, /at (.+)$/.exec(reason)?.[1]);
}

function permanentTrouble(code: string, enhanced: string, command: string | undefined): MailTrouble {
  if (command === 'MAIL FROM' || /^1\.[78]$/.test(enhanced)) return 'sender-refused';
  if (enhanced === '2.2') return 'mailbox-full';
  if (enhanced === '2.3' || enhanced === '3.4') return 'too-large';
  if (enhanced.startsWith('7.')) return 'unwanted';
  if (/^(1\.|2\.1$)/.test(enhanced)) return 'unknown-recipient';
  if (code === '552') return 'mailbox-full';
  if (code === '554') return 'unwanted';
  if (command === 'RCPT TO' || command === undefined) {
    return ['550', '551', '553', '556'].includes(code) ? 'unknown-recipient' : 'recipient-refused';
  }
  return command === 'DATA' ? 'unwanted' : 'other';
}

const untrusted =
  "The mail server's certificate isn't signed by a CA that this server trusts. Set NODE_EXTRA_CA_CERTS to a file with the CA's certificate, then restart.";
const unreachable = 'Check the host and port in mail.url, and that a firewall lets this server through.';

/** What to do about a cause. The codes are those of Node's `tls`, `net` and `dns`, and of the library. */
const remediesOfCauses: Readonly<Record<string, string>> = {
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
  ENOTFOUND: "The host name in mail.url doesn't resolve. Check its spelling and this server's DNS.",
  EAI_AGAIN: "The host name in mail.url doesn't resolve. Check this server's DNS.",
};

/** The same for each kind, where the cause says no more. */
const remedies: Readonly<Partial<Record<MailTrouble, string>>> = {
  'unknown-recipient':
    "The address is probably mistyped or doesn't exist any more. Compare it with its owner, who can enter another one.",
  'mailbox-full': 'The mailbox is full. Its owner must make room in it, and then request another email.',
  unwanted:
    "The mail server takes it for spam, or its rules refuse it. Set up SPF, DKIM and DMARC for the domain in mail.from, and check that this server's address is on no blocklist.",
  'too-large': 'The mail server takes only smaller emails. Raise its limit.',
  'recipient-refused':
    "The mail server doesn't take email for this address. Ask whoever runs it, or use another address.",
  'sender-refused': 'The mail server refuses the sender. Set mail.from to an address that it may send for.',
  password: 'Check the username and password in mail.url.',
  later:
    'The mail server asks to try again later. Many do so once with a sender that they don\'t know ("greylisting"): wait for the next attempt.',
  unreachable,
  unreadable: 'The email was sealed under another secret key, so nobody can read it. Ask for a new one.',
};

/** What to do about the reason of a failure, for the operator; undefined where the cause says it all. */
export function remedyFor(reason: string): string | undefined {
  const [cause = ''] = reason.split(' ');
  const trouble = troubleOf(reason);
  const isOfServer = !/^\S+ [45]\d\d\b/.test(reason);
  const ofCause = isOfServer && Object.hasOwn(remediesOfCauses, cause) ? remediesOfCauses[cause] : undefined;
  return ofCause ?? remedies[trouble];
}
