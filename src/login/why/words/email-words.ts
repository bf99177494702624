import { type MailTrouble, remedyFor, troubleOf } from '../../../kit/mail/index.ts';
import { utc } from '../../../kit/words/index.ts';
import { type StepWith, english as trails } from '../../../people/trails/index.ts';
import type { Found } from '../finding.ts';
import type { LinkNow, OutboxMail } from '../mail-now.ts';

type LinkRefused = StepWith<'link-refused'>;

const isVerified =
  'The account has a verified email address, so nothing is left to do with the link: sign in.';
const openNewest = 'Open the link in the newest email, or request another one.';

function linkAdvice({ purpose, state }: Pick<LinkRefused, 'purpose' | 'state'>, verified: boolean): string[] {
  switch (state) {
    case 'used':
    case 'other-link-used':
      if (purpose === 'recover')
        return [
          'The password was reset with it: sign in with the new one. If the person did not do that, someone else reads their email; request another link.',
        ];
      return verified ? [isVerified] : [openNewest];
    case 'newer-link':
      return ['Open the link in the newest email. Only the address that was asked for last can be verified.'];
    case 'account-changed':
      return [
        'A new password, another email address or ending the other sessions ends the links that were sent before.',
        'Request another link.',
      ];
    case 'expired':
      return [
        'Request another link.',
        `\`${purpose === 'recover' ? 'email.recoverLifetime' : 'email.verifyLifetime'}\` says how long it works.`,
      ];
    case 'other-purpose':
      return ['Open the link from its email: it leads to the right page.'];
    case 'gone':
      return ['Request another link.'];
    case 'cut':
      return [
        'Mail programs break long links. Copy the whole code below the button, or open the link on another device.',
        'If that is not possible, request another link.',
      ];
    case 'unknown':
      return ['It may be from another server, or changed by a mail program. Request another link.'];
  }
}

const troubles: Readonly<Record<MailTrouble, string>> = {
  'unknown-recipient': 'the mail server refused the address: nobody there has it',
  'mailbox-full': "the mail server refused the email, because the person's mailbox is full",
  unwanted: 'the mail server refused the email as unwanted',
  'too-large': 'the mail server refused the email as too large',
  'recipient-refused': 'the mail server refused the address',
  'sender-refused': 'the mail server refused the sender',
  password: "the mail server refused this server's username or password",
  later: 'the mail server put it off',
  unreachable: "this server can't reach the mail server",
  'unknown-host': "this server can't find the mail server by its name",
  certificate: "this server doesn't trust the mail server's certificate",
  tls: "this server can't speak TLS with the mail server",
  unreadable: 'the email was sealed under another secret key',
  other: 'something went wrong on its way',
};

/** `the mail server refused the address: nobody there has it (EENVELOPE 550 5.1.1 at RCPT TO)`. */
const troubleInWords = (reason: string): string => `${troubles[troubleOf(reason)]} (${reason})`;

const remedies = (reason: string): string[] => {
  const remedy = remedyFor(reason);
  return remedy === undefined ? [] : [remedy];
};

const notTriedAgain = 'It is not tried again: once that is mended, request another email.';

/** What keeps an email away; undefined for one that was accepted, or that nobody has tried to send yet. */
function mailTrouble({ sent_at, failed_at, due_at, last_error }: OutboxMail): Found | undefined {
  if (sent_at !== null || last_error === null) return undefined;
  const because = `the email couldn't be sent${failed_at === null ? ' yet' : ''}: ${troubleInWords(last_error)}`;
  const next = failed_at === null ? `The next attempt to send it is at ${utc(due_at)}.` : notTriedAgain;
  return { because, advice: [...remedies(last_error), next] };
}

export const english = {
  linkRefused: (step: LinkRefused, verified: boolean): Found => ({
    because: trails.linkRefused(step),
    advice: linkAdvice(step, verified),
  }),
  /** What became of the link that somebody waits for; `verified` whether the account has an address by now. */
  linkNow: ({ purpose, fate: { state, at } }: LinkNow, verified: boolean): Found | undefined =>
    state === 'good'
      ? undefined
      : {
          because: trails.linkRefused({ code: 'link-refused', purpose, state, at }),
          advice: linkAdvice({ purpose, state }, verified),
        },
  mailTrouble,
  mail: {
    unknown: [
      'Nothing is known any more of the email: it was sent again for a later attempt, or more than a week ago.',
    ],
    inMailbox: (url: string) => [`In development no email is sent. Open ${url} to read it.`],
    /** `reply` is what the mail server answered, as numbers. */
    accepted: (at: number, reply: string | null) => [
      `The mail server accepted the email at ${utc(at)}${reply === null ? '' : ` (${reply})`}.`,
      'Check the spam folder. If it is not there, it may have been returned to the address in `mail.from`, with the reason.',
    ],
    /** Who opens the database of a server doesn't know its mode, so what nobody has tried to send may be there to be read. */
    waits: (since: number) => [
      `The email has been waiting to be sent since ${utc(since)}. A server that runs sends it within seconds.`,
      'In development, read it at `/dev/mailbox`.',
    ],
    inUse:
      'The address belongs to another account, so the email has no link and says so. Sign in to that account, or use another address.',
  },
  /** What follows an act that opens no session by itself. */
  afterDone: {
    'verify-email': "That doesn't sign anyone in: they continue on the page that waits, or sign in.",
    recover:
      "That doesn't sign anyone in: they sign in with the new password, and their second factor if they have one.",
  },
};
