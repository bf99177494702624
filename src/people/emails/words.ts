import { durationInWords } from '../../kit/duration.ts';
import type { Client } from '../../kit/http/index.ts';
import { unlinked } from '../../kit/mail/index.ts';
import { capital, onDate, type Wording } from '../../kit/words/index.ts';
import { refusedLink } from './links/link-words.ts';
import type { LinkFacts, MailText, NoticeFacts, NoticeKind } from './texts.ts';

const orPaste = (code: string) => `If the page asks for a code, paste this one: ${code}`;
const notAsked = "If you didn't ask for this, you can ignore this email.";
const keepIt = 'Never share this code. We will never ask for it by email or phone.';

export const english = {
  newerCode: 'Enter the code from a newer email.',
  address: 'Email address',
  addressRules: {
    form: 'Enter an email address such as ada@example.com.',
    characters: "The part before the @ has a character that email addresses can't contain.",
    domain: 'The part after the @ must be a domain such as example.com.',
    /** In bytes. */
    tooLong: ({ whole, local }: { readonly whole: number; readonly local: number }) =>
      `An email address can be at most ${whole} bytes long, with ${local} before the @.`,
  },
  /** `allowed` are the patterns that are; empty where the domain itself is the matter. */
  domainRefused: (domain: string, allowed: readonly string[]) => {
    const few = allowed.length > 0 && allowed.length <= 3;
    return few
      ? `Use an email address at ${new Intl.ListFormat('en', { type: 'disjunction' }).format(allowed)}.`
      : `Email addresses at ${domain} can't be used here. Use another one.`;
  },
  addressNeeded: "Enter your email address. We'll send you a link to verify it.",
  tooManyMails: 'Too many emails were sent for this account. Try again in an hour.',
  refusedLink,

  mails: {
    verifyEmail: ({ site, username, lifetime, client }: LinkFacts): MailText => ({
      subject: `Verify your email for ${site}`,
      heading: 'Verify your email',
      paragraphs: [
        `Someone added this email address to the account "${unlinked(username)}" at ${site}, from ${place(client)}.`,
        `If it was you, verify it within ${durationInWords(lifetime)}. You can then use it to reset your password, and we'll email you about important changes to your account.`,
      ],
      link: { label: 'Verify email', orPaste },
      ending: `${notAsked} The address won't be used unless you verify it. Don't verify it for an account that isn't yours.`,
    }),

    /** To the owner of an address that another account has asked for. */
    addressInUse: ({ site, client }: Pick<LinkFacts, 'site' | 'client'>): MailText => ({
      subject: `Your email address at ${site}`,
      heading: 'This email address already has an account',
      paragraphs: [
        `Someone tried to add this email address to an account at ${site}, from ${place(client)}. It already belongs to an account, so nothing changed, and they weren't told.`,
        'If it was you, sign in to the account that has the address, or remove it there first.',
      ],
      ending:
        "If it wasn't you, you can ignore this email. Nobody can use your address without access to your inbox.",
    }),

    recover: ({ site, username, lifetime, client }: LinkFacts): MailText => ({
      subject: `Reset your password for ${site}`,
      heading: 'Reset your password',
      paragraphs: [
        `Someone requested a password reset for the account "${unlinked(username)}" at ${site}, from ${place(client)}.`,
        `The link works once and expires in ${durationInWords(lifetime)}. Resetting your password signs you out everywhere.`,
      ],
      link: { label: 'Reset password', orPaste },
      ending: `${notAsked} Your password won't change. ${keepIt}`,
    }),

    /** To somebody who didn't ask for it. */
    choosePassword: {
      created: ({ site, username, lifetime }: Omit<LinkFacts, 'client'>): MailText => ({
        subject: `Your new account at ${site}`,
        heading: 'Set your password',
        paragraphs: [
          `An admin created an account for you at ${site}. Your username is "${unlinked(username)}".`,
          `Set a password within ${durationInWords(lifetime)} to start using it. The link works once, and it verifies this email address.`,
        ],
        link: { label: 'Set password', orPaste },
        ending: `If you don't want an account at ${site}, you can ignore this email. ${keepIt}`,
      }),
      asked: ({ site, username, lifetime }: Omit<LinkFacts, 'client'>): MailText => ({
        subject: `Set a new password for ${site}`,
        heading: 'Set a new password',
        paragraphs: [
          `An admin of ${site} asks you to set a new password for your account "${unlinked(username)}". The old one no longer works, and all devices were signed out.`,
          `The link works once and expires in ${durationInWords(lifetime)}. After that, request another one on the sign-in page.`,
        ],
        link: { label: 'Set new password', orPaste },
        ending: `You're receiving this email because this address belongs to the account. ${keepIt}`,
      }),
    },

    /** Names nobody: whoever invites has no words in it. */
    invitation: ({ site, lifetime }: Pick<LinkFacts, 'site' | 'lifetime'>): MailText => ({
      subject: `Your invitation to ${site}`,
      heading: `You're invited to ${site}`,
      paragraphs: [
        `An admin of ${site} invited this email address. Accept the invitation to create your account, or to use it with an account that already has this address.`,
        `The link works once and expires in ${durationInWords(lifetime)}.`,
      ],
      link: { label: 'Accept invitation', orPaste },
      ending: `If you don't know ${site}, you can ignore this email. Nothing happens unless you accept. Don't forward it: whoever opens the link can accept it in your place.`,
    }),

    /** Without the code itself, which is put in. */
    loginCode: ({ site, username, lifetime, client }: LinkFacts): MailText => ({
      subject: `Your sign-in code for ${site}`,
      heading: 'Your sign-in code',
      paragraphs: [
        `Someone is signing in to the account "${unlinked(username)}" at ${site}, from ${place(client)}.`,
        `If it's you, enter this code on the sign-in page within ${durationInWords(lifetime)}. It works once, and for that sign-in only.`,
      ],
      ending: `If it isn't you, you can ignore this email. ${keepIt}`,
    }),

    /** The same for somebody who is signed in and confirms that it's them. */
    verificationCode: ({
      site,
      username,
      lifetime,
      client,
      accountUrl,
    }: LinkFacts & Pick<NoticeFacts, 'accountUrl'>): MailText => ({
      subject: `Your verification code for ${site}`,
      heading: "Confirm it's you",
      paragraphs: [
        `Someone who is signed in to your account "${unlinked(username)}" at ${site} wants to change something sensitive, from ${place(client)}.`,
        `If it's you, enter this code on that page within ${durationInWords(lifetime)}. It works once, and in that session only.`,
      ],
      ending: `If it isn't you, don't share the code with anyone. Sign in and end all other sessions: ${accountUrl}`,
    }),

    notice: (notice: NoticeKind, facts: NoticeFacts): MailText => ({
      subject: `${headline(notice)} at ${facts.site}`,
      heading: headline(notice),
      paragraphs: [
        `${happened(notice, facts)} This happened ${onDate(facts.at)}${whence(notice, facts)}.`,
        ...whatNext(notice, facts),
      ],
      ending: `You're receiving this email because this address ${losesAddress(notice) ? 'belonged' : 'belongs'} to the account "${unlinked(facts.username)}" at ${facts.site}.`,
    }),
  },

  problems: {
    emailRefused: {
      title: 'Invalid email address',
      meaning: "The email address isn't one that email can be sent to.",
      remedy: 'The `detail` says what to change. An address looks like ada@example.com.',
    },
    domainRefused: {
      title: "This email domain can't be used here",
      meaning: "This site doesn't accept email addresses at this domain.",
      remedy:
        "Use an address at another domain. The site's admin sets the domains with `registration.allowedDomains` and `registration.blockedDomains`.",
      onPage: 'Use an address at another domain, or ask an admin.',
    },
    emailNeeded: {
      title: 'Email address required',
      meaning: 'This site requires an email address to create an account.',
      remedy: 'Send an address that you can read as `email`. The server sends a link there to verify it.',
    },
    emailTaken: {
      title: 'Email address already in use',
      meaning:
        'The link is valid, but another account has verified this address in the meantime. An address can belong to one account only.',
      remedy:
        'If the other account is yours too, remove the address there, then add it here again. Otherwise, use another address.',
    },
    linkOver: {
      title: 'This link has expired',
      meaning:
        "The link or code from an email has expired, was already used or replaced, or wasn't sent by this server. The `detail` says which, and when, unless the server doesn't know the link.",
      remedy: 'Request another email and use the newest one. If you paste the code, copy all of it.',
    },
    mailOff: {
      title: "This server can't send email yet",
      meaning: "The request needs an email, and this server isn't set up to send any.",
      remedy:
        "Set `mail.url` to enable it; the guide to email says how. On a site that isn't yours, ask its admin.",
    },
  },
};

function headline(notice: NoticeKind): string {
  switch (notice.kind) {
    case 'new-device':
      return 'New sign-in to your account';
    case 'password-changed':
      return 'Your password was changed';
    case 'password-recovered':
      return 'Your password was reset';
    case 'factor-added':
      return 'A sign-in method was added';
    case 'factor-removed':
    case 'factors-cleared':
      return 'A sign-in method was removed';
    case 'recovery-used':
      return 'A recovery code was used';
    case 'wrong-codes':
      return notice.after === 'password'
        ? 'Someone may know your password'
        : 'Incorrect codes for your account';
    case 'account-disabled':
      return 'Your account was disabled';
    case 'account-enabled':
      return 'Your account works again';
    case 'account-deletion-set':
      return 'Your account will be deleted';
    case 'account-restored':
      return 'Your account was restored';
    case 'username-changed':
      return 'Your username was changed';
    case 'impersonation-begun':
      return 'An admin is looking at your account';
    case 'key-added':
      return 'An access key was created';
    case 'key-leaked':
      return 'An access key was found and revoked';
    case 'key-expiring':
      return 'An access key expires soon';
    case 'email-asked':
      return 'Your email address is being changed';
    case 'email-changed':
      return 'Your email address was changed';
    case 'email-removed':
      return 'Your email address was removed';
  }
}

function happened(notice: NoticeKind, { username, site }: NoticeFacts): string {
  const account = `your account "${unlinked(username)}" at ${site}`;
  switch (notice.kind) {
    case 'new-device':
      return `Someone signed in to ${account} on a new device.`;
    case 'password-changed':
      return `The password of ${account} was changed, and all other devices were signed out.`;
    case 'password-recovered':
      return `The password of ${account} was reset with a link sent to this address, and all devices were signed out.`;
    case 'factor-added':
      return `${capital(notice.name)} was added to ${account} as a sign-in method.`;
    case 'factor-removed':
      return `${capital(notice.name)} was removed from ${account} and can no longer be used to sign in.`;
    case 'factors-cleared':
      return `The site's admin removed from ${account}: ${notice.name}. All devices were signed out.`;
    case 'recovery-used':
      return `A recovery code of ${account} was used. It can't be used again.`;
    case 'wrong-codes':
      return `${whoseCodes[notice.after](account)} entered ${notice.failures} incorrect codes in a row. The codes didn't open anything.${notice.isFull ? ` ${codesOff}` : ''}`;
    case 'account-disabled':
      return `An admin disabled ${account}. All devices were signed out, and you can't sign in anymore. Your data is still there.`;
    case 'account-enabled':
      return `An admin enabled ${account} again. You can sign in as before.`;
    case 'account-deletion-set':
      return `An admin deleted ${account}. All devices were signed out. The account and its data will be erased ${onDate(notice.until)}.`;
    case 'account-restored':
      return `An admin restored ${account}, so it won't be erased. You can sign in as before.`;
    case 'username-changed':
      return `An admin changed the username of your account "${unlinked(notice.before)}" at ${site} to "${unlinked(username)}". Use the new one to sign in.`;
    case 'impersonation-begun':
      return `An admin signed in to ${account} as you, for support. They can look at it for 30 minutes at most, and can't change anything, see your password, or sign in to apps with it.`;
    case 'key-added':
      return `The access key "${unlinked(notice.name)}" was created for ${account}. Programs can use the account with it until it expires ${onDate(notice.until)}.`;
    case 'key-leaked':
      return `Someone found the access key "${unlinked(notice.name)}" of ${account} and reported it. It was revoked, so it can't be used anymore.`;
    case 'key-expiring':
      return `The access key "${unlinked(notice.name)}" of ${account} expires ${onDate(notice.until)}. Programs that use it will stop working then.`;
    case 'email-asked':
      return `An admin started to change the email address of ${account}. Nothing changes until the new address is verified.`;
    case 'email-changed':
      return `The email address of ${account} was changed to another one. You won't receive any more emails about it here.`;
    case 'email-removed':
      return `This email address was removed from ${account}. You won't receive any more emails about it here.`;
  }
}

const whoseCodes = {
  password: (account: string) => `Someone entered the correct password of ${account}, and then`,
  'first-step': (account: string) => `Someone passed the first step of signing in to ${account}, and then`,
  'sign-in': (account: string) => `Someone who is signed in to ${account}`,
};

const codesOff =
  'No more codes are accepted there now: sign in with a passkey or a recovery code, or from another browser.';

const ifItWasYou = (notice: NoticeKind, facts: NoticeFacts) => [
  "If it was you, you don't need to do anything.",
  `If it wasn't you: ${remedy(notice, facts)}`,
];

/** What an admin or this server has done, of which nobody needs to be told where from. */
const fromNowhere: ReadonlySet<NoticeKind['kind']> = new Set([
  'factors-cleared',
  'account-disabled',
  'account-enabled',
  'account-deletion-set',
  'account-restored',
  'username-changed',
  'email-asked',
  'impersonation-begun',
  'key-leaked',
  'key-expiring',
] as const);

function whatNext(notice: NoticeKind, facts: NoticeFacts): readonly string[] {
  switch (notice.kind) {
    case 'factors-cleared':
      return afterClearing(facts);
    case 'account-disabled':
    case 'account-deletion-set':
      return ["If you think this is a mistake, contact the site's admin and show them this email."];
    case 'account-enabled':
    case 'account-restored':
      return [`Sign in and look at your account: ${facts.accountUrl}`];
    case 'impersonation-begun':
      return [
        `You can end it under your devices: ${facts.accountUrl}`,
        "If you didn't expect this, contact the site's admin and show them this email.",
      ];
    case 'key-leaked':
      return [
        `If a program still needs it, create a new key: ${facts.accountUrl}/keys`,
        'Keep the new one out of code, chats and logs. Check what the old one was used for.',
      ];
    case 'key-expiring':
      return [
        `If a program still uses it, create a new key now: ${facts.accountUrl}/keys`,
        "If nothing uses it, you don't need to do anything.",
      ];
    case 'username-changed':
    case 'email-asked':
      return ["If you didn't expect this, contact the site's admin and show them this email."];
    default:
      return ifItWasYou(notice, facts);
  }
}

/** Somebody else may have told the operator that they are the owner. */
const afterClearing = ({ accountUrl, recoverUrl }: NoticeFacts) => [
  `If you asked for this, sign in and set up two-step verification again: ${accountUrl}`,
  `If you didn't, tell the site's admin right away, and reset your password: ${recoverUrl}`,
];

const losesAddress = ({ kind }: NoticeKind) => kind === 'email-changed' || kind === 'email-removed';

/** Whoever lost the address cannot be helped by a mail to it. */
function remedy(notice: NoticeKind, { accountUrl, recoverUrl }: NoticeFacts): string {
  if (losesAddress(notice)) {
    return `sign in now, change your password, and add your address again: ${accountUrl}. If you can't sign in anymore, contact the site's admin and show them this email.`;
  }
  // A recovery by email makes strangers of all browsers, and strangers may be refused all codes.
  if (notice.kind === 'wrong-codes') {
    return `sign in from a browser you've used before, or with a passkey or a recovery code, and change your password: ${accountUrl}. If you can't, ask the site's admin for help.`;
  }
  return `reset your password now (${recoverUrl}), then review your devices and sign-in methods: ${accountUrl}`;
}

/** The operator's command has no place that would tell its reader anything. */
function whence({ kind }: NoticeKind, { client }: NoticeFacts): string {
  return fromNowhere.has(kind) ? '' : `, from ${place(client)}`;
}

function place({ address, device }: Client): string {
  return address === '' ? unlinked(device) : `${unlinked(device)} at the network address ${address}`;
}

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly emails: Wording<typeof english>;
  }
}
