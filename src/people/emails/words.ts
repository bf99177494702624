import { durationInWords } from '../../kit/duration.ts';
import type { Client } from '../../kit/http/index.ts';
import { unlinked } from '../../kit/mail/index.ts';
import { once } from '../../kit/once.ts';
import type { Wording } from '../../kit/words/index.ts';
import type { LinkFacts, MailText, NoticeFacts, NoticeKind } from './texts.ts';

const orPaste = (code: string) => `Does the page ask for a code? Paste this one there: ${code}`;
const notAsked = 'If you did not ask for this, you need do nothing.';

export const english = {
  address: 'Email address',
  addressRules: {
    form: 'An e-mail address has one "@" between a name and a domain: ada@example.com.',
    characters: 'Before the "@" there is a character that e-mail addresses do not have.',
    domain: 'After the "@" there is no domain that mail could be sent to.',
    /** In bytes. */
    tooLong: ({ whole, local }: { readonly whole: number; readonly local: number }) =>
      `An e-mail address has at most ${whole} bytes, ${local} of them before the "@".`,
  },
  addressNeeded: 'An e-mail address is needed here: a link is sent there to confirm it.',
  tooManyMails: 'Too many emails were sent for this account. Try again in an hour.',
  linkIsOver:
    'This link was used already, is too old, or was replaced by a newer one. Use that, or ask for a new one.',

  mails: {
    verifyEmail: ({ site, username, lifetime, client }: LinkFacts): MailText => ({
      subject: `Confirm your e-mail address for ${site}`,
      heading: 'Is this your address?',
      paragraphs: [
        `Somebody, most likely you, wants this address to belong to the account "${unlinked(username)}" at ${site}. It was asked for from ${place(client)}.`,
        `Confirm it within ${durationInWords(lifetime)}. Then you can get back into the account if you forget your password, and we tell you here when something important happens to it.`,
      ],
      link: { label: 'Confirm this address', orPaste },
      ending: `${notAsked} Without a confirmation the address belongs to nobody, and no further mail follows. Never confirm an account that is not yours.`,
    }),

    /** To the owner of an address that another account has asked for. */
    addressInUse: ({ site, client }: Pick<LinkFacts, 'site' | 'client'>): MailText => ({
      subject: `Your e-mail address at ${site}`,
      heading: 'This address has an account already',
      paragraphs: [
        `Somebody tried to add this address to an account at ${site}, from ${place(client)}. It already belongs to an account, so nothing was changed and nobody was told.`,
        'If it was you: log in to the account that has the address, or remove it there first.',
      ],
      ending:
        'If it was not you, you need do nothing. Nobody can use your address without reading your mail.',
    }),

    recover: ({ site, username, lifetime, client }: LinkFacts): MailText => ({
      subject: `Choose a new password for ${site}`,
      heading: 'Forgot your password?',
      paragraphs: [
        `Somebody, most likely you, asked for a new password for the account "${unlinked(username)}" at ${site}, from ${place(client)}.`,
        `The link is good for ${durationInWords(lifetime)} and for one password. When you have chosen it, every session of the account ends, and you log in with the new one.`,
      ],
      link: { label: 'Choose a new password', orPaste },
      ending: `${notAsked} Your password stays as it is. We never ask for this code by mail or telephone: give it to nobody.`,
    }),

    /** Without the code itself, which is put in. */
    loginCode: ({ site, username, lifetime, client }: LinkFacts): MailText => ({
      subject: `Your code for ${site}`,
      heading: 'Your code to log in',
      paragraphs: [
        `Somebody, most likely you, wants to log in to the account "${unlinked(username)}" at ${site}, from ${place(client)}.`,
        `Type this code on the page that asks for it, within ${durationInWords(lifetime)}. It is good for that one login.`,
      ],
      ending:
        'If it was not you, you need do nothing: without this code nobody gets in by it. We never ask for it by mail or telephone: give it to nobody.',
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
        `${happened(notice, facts)} It happened ${when(facts.at)}${whence(notice, facts)}.`,
        ...(notice.kind === 'factors-cleared' ? afterClearing(facts) : ifItWasYou(notice, facts)),
      ],
      ending: `You get this mail because this address ${losesAddress(notice) ? 'belonged' : 'belongs'} to the account "${unlinked(facts.username)}" at ${facts.site}.`,
    }),
  },

  problems: {
    emailRefused: {
      title: 'This is no e-mail address',
      meaning: 'No mail could be sent to what was given as an e-mail address.',
      remedy: 'The answer says what is wrong with it. An address looks like ada@example.com.',
    },
    emailNeeded: {
      title: 'An e-mail address is needed',
      meaning: 'On this site no account is registered without an e-mail address.',
      remedy: 'Send an address that you can read mail of as "email": a link is sent there.',
    },
    emailTaken: {
      title: 'This address belongs to another account',
      meaning:
        'The link was right, but meanwhile another account has confirmed this address. An address belongs to one account at most.',
      remedy:
        'If the other account is yours too, remove the address there first, then ask for it here again. Otherwise use another address.',
    },
    linkOver: {
      title: 'This link is over',
      meaning:
        'The link or code from a mail was used already, is too old, was replaced by a newer one, or was never sent from here. Which of these it is stays unsaid.',
      remedy: 'Ask for a new mail and use the newest one that you get. Copy the whole code if you paste it.',
    },
    mailOff: {
      title: 'This server sends no mail',
      meaning: 'What you asked for needs a mail, and nobody has told this server how to send one.',
      remedy:
        'Ask whoever runs this server. Who runs it names a mail server in the configuration; the guide to e-mail says how.',
    },
  },
};

function headline(notice: NoticeKind): string {
  switch (notice.kind) {
    case 'new-device':
      return 'A login from a new device';
    case 'password-changed':
      return 'Your password was changed';
    case 'password-recovered':
      return 'Your password was reset';
    case 'factor-added':
      return 'A way to log in was added';
    case 'factor-removed':
    case 'factors-cleared':
      return 'A way to log in was removed';
    case 'recovery-used':
      return 'A recovery code was used';
    case 'wrong-codes':
      return notice.after === 'password'
        ? 'Someone may know your password'
        : 'Incorrect codes for your account';
    case 'email-changed':
      return 'Your e-mail address was changed';
    case 'email-removed':
      return 'Your e-mail address was removed';
  }
}

function happened(notice: NoticeKind, { username, site }: NoticeFacts): string {
  const account = `your account "${unlinked(username)}" at ${site}`;
  switch (notice.kind) {
    case 'new-device':
      return `Somebody logged in to ${account} from a browser or program that it did not know.`;
    case 'password-changed':
      return `The password of ${account} was changed, and all its other sessions were ended.`;
    case 'password-recovered':
      return `A new password was chosen for ${account} by a link from a mail to this address, and all its sessions were ended.`;
    case 'factor-added':
      return `"${notice.name}" was added to ${account} as a way to log in.`;
    case 'factor-removed':
      return `"${notice.name}" was removed from ${account} and can no longer be used to log in.`;
    case 'factors-cleared':
      return `Whoever runs the site removed from ${account}: ${notice.name}. All its sessions were ended.`;
    case 'recovery-used':
      return `A recovery code of ${account} was used, in the place of another proof. It is worth nothing from now on.`;
    case 'wrong-codes':
      return `${whoseCodes[notice.after](account)} entered ${notice.failures} incorrect codes in a row. The codes didn't open anything.${notice.isFull ? ` ${codesOff}` : ''}`;
    case 'email-changed':
      return `Another e-mail address took the place of this one for ${account}. This is the last mail about it that comes here.`;
    case 'email-removed':
      return `This e-mail address was removed from ${account}. This is the last mail about it that comes here.`;
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
  'If it was you, all is well and you need do nothing.',
  `If it was not you: ${remedy(notice, facts)}`,
];

/** Somebody else may have told the operator that they are the owner. */
const afterClearing = ({ accountUrl, recoverUrl }: NoticeFacts) => [
  `If you asked for it, all is well: log in, and add a new second factor: ${accountUrl}`,
  `If you did not: tell whoever runs the site at once, and choose a new password: ${recoverUrl}`,
];

const losesAddress = ({ kind }: NoticeKind) => kind === 'email-changed' || kind === 'email-removed';

/** Whoever lost the address cannot be helped by a mail to it. */
function remedy(notice: NoticeKind, { accountUrl, recoverUrl }: NoticeFacts): string {
  if (losesAddress(notice)) {
    return `log in at once, change your password, and put your address back: ${accountUrl}. If you can no longer log in, tell whoever runs the site, and show them this mail.`;
  }
  // A recovery by email makes strangers of all browsers, and strangers may be refused all codes.
  if (notice.kind === 'wrong-codes') {
    return `sign in from a browser you've used before, or with a passkey or a recovery code, and change your password: ${accountUrl}. If you can't, ask the site's admin for help.`;
  }
  return `choose a new password at once (${recoverUrl}), then look through your sessions and your ways to log in: ${accountUrl}`;
}

/** The operator's command has no place that would tell its reader anything. */
function whence({ kind }: NoticeKind, { client }: NoticeFacts): string {
  return kind === 'factors-cleared' ? '' : `, from ${place(client)}`;
}

function place({ address, device }: Client): string {
  return address === '' ? unlinked(device) : `${unlinked(device)} at the network address ${address}`;
}

const moment = once(
  () => new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }),
);

function when(at: number): string {
  return `on ${moment().format(at)} UTC`;
}

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly emails: Wording<typeof english>;
  }
}
