import type { StepCode } from './steps.ts';

/** What the guide says of a step. */
export interface Explanation {
  /** The heading, under which the guide has it. */
  readonly title: string;
  /** The rule behind the step, in one sentence. */
  readonly rule: string;
  /** Why there is this rule, and what to do where it got in the way. */
  readonly why: string;
}

/** In the order in which the steps come. The guide's page is made of these. */
export const explanations: Readonly<Record<StepCode, Explanation>> = {
  received: {
    title: 'Received',
    rule: 'Who asks is known by the address of the connection; what proxies say counts only from trusted ones.',
    why: 'Every trail begins here. If all people seem to come from one address, the proxy in front of the server is not named in `trustedProxies`.',
  },
  'limit-read': {
    title: 'Limit',
    rule: 'Failures in a row bring a wait that doubles, and finally turn the password or codes off; an address has a limit too.',
    why: 'A cheap look before anything else is done, since most of an attack ends here. Browsers that an account knows are counted apart, so a stranger who guesses cannot lock the owner out. Wrong codes of a second factor are counted apart from wrong passwords. `latchkey accounts unlock NAME` forgets what was counted.',
  },
  'limit-counted': {
    title: 'Counted',
    rule: 'A try is counted as a failure before it is judged; only success takes that back.',
    why: 'If the server judged first, a thousand guesses sent at the same moment would all be judged before the first was counted.',
  },
  'proof-of-work': {
    title: 'Proof of work',
    rule: 'After a few failures the browser must solve a puzzle of about a second before the next try.',
    why: 'One person does not notice it, and a machine that wants to guess a million times does. Each solution counts once and for a limited time. A client of the API finds the puzzle in the answer `challenge-required` and sends the solution as `proofOfWork`.',
  },
  'name-typed': {
    title: 'Unseen character',
    rule: 'Spaces and invisible characters around a username or an email address are ignored. Inside it, they count.',
    why: "Phones add a space after a suggested word, and copied text brings invisible characters along. If one is inside a name, the name doesn't match, though it looks right: type it instead of pasting it.",
  },
  'account-looked-up': {
    title: 'Account',
    rule: 'Names are compared without upper and lower case, and in one form for all ways to write a letter.',
    why: 'The answer never tells whether an account was found: a name that nobody has takes every further step, with a hash that nothing fits. The name that was typed is not written down.',
  },
  'device-checked': {
    title: 'Known browser',
    rule: 'A browser that has logged in before carries a signed cookie, and its failures are counted apart.',
    why: 'The cookie replaces no password; it only chooses the counter. A change of password makes strangers of all browsers.',
  },
  'hash-queued': {
    title: 'Waiting for the hash',
    rule: 'As many passwords are hashed at once as there are processor cores; a bounded number waits.',
    why: 'More at once would only make each slower. If people wait here often, the machine is too small for them, or somebody is guessing.',
  },
  'password-verified': {
    title: 'Password',
    rule: 'A password is stored as an argon2id hash with a salt of its own, and checked by hashing what was typed.',
    why: 'The letters say what a guess costs: m is the memory in KiB, t the passes over it, p the lanes. It is slow on purpose: whoever steals the database has to pay it for every guess. A password from the workshop is first turned into its old MD5, inside the argon2id.',
  },
  'hash-checked': {
    title: 'Hash up to date',
    rule: 'After a right password a hash with old parameters is replaced by one with the present ones.',
    why: 'Only now is the password at hand, so a hash can be renewed only when somebody logs in.',
  },
  'password-weak': {
    title: 'Weak password',
    rule: 'An account with a password that nobody may choose here must set a better one before it gets a session.',
    why: 'Such passwords come from the workshop or from an import. Development accepts them so that the workshop works.',
  },
  'second-factor-asked': {
    title: 'Second factor',
    rule: 'Where an account has a second factor, a right password alone opens nothing.',
    why: 'Passwords are guessed, reused and read over shoulders; a device that one holds is not. One of the factors that are named is enough. For who has lost them all there is `latchkey accounts remove-second-factor NAME`.',
  },
  'factor-answered': {
    title: 'Answer of a factor',
    rule: 'Each answer counts once, within its time, and for the attempt that asked for it.',
    why: 'A code that is outside its window was right earlier or will be right later: the clock of the phone is wrong, and setting it by the network helps. A code that was used before is refused even within its time, since somebody may have looked on.',
  },
  'must-do-asked': {
    title: 'Something to do first',
    rule: 'A session is opened only when nothing is left that must be done before it.',
    why: 'For example a better password, or a confirmed mail address. It is asked for in the same attempt; nothing has to be typed again.',
  },
  'factor-added': {
    title: 'Second factor added',
    rule: 'An account that must have a second factor and has none adds one before it gets a session.',
    why: 'The first time the password alone leads there, and from then on it opens nothing without the factor. An account that has one already never comes here: it is asked for that. `login.secondFactor` asks it of everybody, `latchkey accounts require-second-factor NAME` of one account.',
  },
  attempt: {
    title: 'Attempt',
    rule: 'An attempt in several steps lives ten minutes, belongs to one browser, and is finished once.',
    why: 'Between two steps the server remembers what is proved already. Whoever steals the name of an attempt cannot go on with it in another browser.',
  },
  'login-code': {
    title: 'Code by mail',
    rule: 'A code goes only to a confirmed address, lives ten minutes, takes five guesses, and fits only the login that asked for it.',
    why: 'The answer to the request is the same whether or not there is such an account. A new code ends the old one, and an account is sent a few in an hour. Whoever reads the mailbox can use the code, so it never counts as a second factor; `login.emailCode` switches it off.',
  },
  'verification-code': {
    title: 'Verification code by email',
    rule: 'An account with neither a password nor a second factor confirms its identity with a code by email.',
    why: 'The code goes to the verified address only, lasts ten minutes, takes five guesses, and works only in the session that asked for it. An account that has a password or a second factor confirms that instead: access to a mailbox must not replace it.',
  },
  'proof-renewed': {
    title: 'Proof renewed',
    rule: 'Sensitive changes need a proof that is not older than ten minutes.',
    why: 'A session that was left open must not be enough to take an account over.',
  },
  'session-opened': {
    title: 'Session',
    rule: 'A new token of 256 random bits with every login; the database keeps only its SHA-256.',
    why: 'The level says how sure the server is: 1 for one factor, 2 for two, by NIST SP 800-63B-4. What was proved is named in the words of RFC 8176: `pwd` is a password, `otp` a code, `hwk` and `swk` a key in hardware or software; `email`, a code from a mail, is none of these.',
  },
  'sessions-ended': {
    title: 'Sessions ended',
    rule: 'A new password and a recovery end all sessions; a login in a browser that has one takes its place.',
    why: 'Whoever had got in before must not stay in. There is also a most number of sessions of one account; a login beyond it ends the oldest.',
  },
  'mail-queued': {
    title: 'Mail',
    rule: 'A mail is queued in the transaction of the act that it tells of, and sent beside the requests.',
    why: 'So a mail server that is slow or away neither holds a person up nor tells by its time whether a mail was sent at all. In development no email is sent: read it at `/dev/mailbox`.',
  },
  'name-checked': {
    title: 'Username',
    rule: 'A username has a length, letters and digits that are allowed, and belongs to nobody else.',
    why: 'Names that differ only in upper and lower case or in how a letter is written are the same name, so nobody can pass for somebody else.',
  },
  'password-judged': {
    title: 'Choice of password',
    rule: 'A new password is long, and none that an attacker tries first: NIST SP 800-63B-4 section 3.1.1.',
    why: 'No rules about digits and signs: they make passwords harder to keep and not harder to guess. Four or five words that do not belong together are a good one.',
  },
  'account-created': {
    title: 'Account created',
    rule: 'Account, password and first session come into being in one transaction, or none of them does.',
    why: 'Of two people who register the same name at the same moment exactly one gets it.',
  },
  'password-set': {
    title: 'New password',
    rule: 'A new password takes the place of the one that was verified, in one statement.',
    why: 'Of two changes at the same moment one wins, and the other is told so.',
  },
  'recovery-link': {
    title: 'Recovery link',
    rule: 'A link to a new password counts once, for a short time, and is sent only to a confirmed address.',
    why: 'The answer to the request is the same whether or not there is such an account. Whoever reads the mailbox can use the link, so it dies quickly. Asking again sends the same link, so nobody else can end it.',
  },
  email: {
    title: 'Mail address',
    rule: 'An address belongs to an account only when somebody has opened the link that was sent there.',
    why: 'Otherwise anybody could register with the address of somebody else, and wait. Who asks for an address that another account has confirmed gets the same answer as everybody; its owner gets a mail.',
  },
  refused: {
    title: 'Refused',
    rule: 'Every refusal has a code of its own, with a page that says what it means and what to do.',
    why: 'The answer tells the person no more than it must; the steps before this one say what really was the matter.',
  },
  'unexpected-error': {
    title: 'Unexpected error',
    rule: 'What nobody expected denies: it never lets anybody in.',
    why: 'It is a fault of the server, not of the person. The log has the details under the id of the request.',
  },
  'steps-left-out': {
    title: 'Steps left out',
    rule: 'A trail has a most length, so that nobody can fill the database with it.',
    why: 'No honest attempt takes so many steps.',
  },
};
