import { appExplanations } from './app/app-words.ts';
import { earlyExplanations } from './early-words.ts';
import { mailExplanations } from './mail-words.ts';
import { providerExplanations } from './provider/words.ts';
import type { StepCode } from './steps.ts';

/** What the guide says of a step. */
interface Explanation {
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
    title: 'Request received',
    rule: 'The server knows who is asking by the address of the connection. Headers from a proxy count only if it is trusted.',
    why: 'Every trail starts here. If everyone seems to come from the same address, add the proxy in front of the server to `trustedProxies`.',
  },
  'limit-read': {
    title: 'Rate limit',
    rule: 'Each failed attempt in a row doubles the wait. In the end, password sign-in or codes are turned off. Addresses have a limit too.',
    why: "This check is cheap and comes first, because most attacks end here. Browsers that the account knows are counted separately, so a stranger can't lock the owner out. Incorrect codes are counted separately from incorrect passwords. `latchkey accounts unlock NAME` resets the counts.",
  },
  'limit-counted': {
    title: 'Attempt counted',
    rule: 'An attempt is counted before it is checked. Only success takes that back.',
    why: 'If the server checked first, a thousand guesses sent at the same moment would all be checked before the first one counted.',
  },
  'proof-of-work': {
    title: 'Proof of work',
    rule: 'After a few failed attempts, the browser must solve a puzzle that takes about a second.',
    why: "A person doesn't notice it; a machine that wants to guess a million times does. Each solution works once, for a limited time. API clients find the puzzle in the answer `challenge-required` and send the solution as `proofOfWork`. A browser without JavaScript waits 30 seconds instead; its page says so, and each wait works once.",
  },
  'name-typed': {
    title: 'Invisible character',
    rule: 'Spaces and invisible characters around a username or an email address are ignored. Inside it, they count.',
    why: "Phones add a space after a suggested word, and copied text brings invisible characters along. If one is inside a name, the name doesn't match, though it looks right: type it instead of pasting it.",
  },
  'account-looked-up': {
    title: 'Account lookup',
    rule: 'In usernames, upper and lower case count as the same, and so do different Unicode spellings of a letter.',
    why: 'The answer never says whether an account was found. For an unknown username, the server takes every further step and checks a hash that no password matches. The username that was typed is not recorded.',
  },
  'account-closed': {
    title: 'Disabled or deleted account',
    rule: 'Nobody can sign in to an account that an admin has disabled or deleted, whatever they enter.',
    why: "The answer is the same as for an incorrect password, code or passkey, so nobody learns which accounts exist. The password isn't even checked. `latchkey accounts enable NAME` or `undelete NAME` opens the account again.",
  },
  'device-checked': {
    title: 'Known browser',
    rule: 'A browser that has signed in before has a signed cookie, and its failed attempts are counted separately.',
    why: 'The cookie never replaces a password; it only selects the counter. Changing the password makes every browser unknown again.',
  },
  'hash-queued': {
    title: 'Waiting to hash',
    rule: 'The server hashes as many passwords at once as it has processor cores. A limited number waits.',
    why: 'More at once would only make each one slower. If people often wait here, the machine is too small, or someone is guessing passwords.',
  },
  'password-verified': {
    title: 'Password check',
    rule: 'A password is stored as an argon2id hash with its own salt, and checked by hashing what was typed.',
    why: 'The letters show the cost of one guess: m is the memory in KiB, t the number of passes, p the number of lanes. It is slow on purpose: anyone who steals the database has to pay that cost for every guess. A password from the workshop is first hashed with MD5, as before, and then with argon2id.',
  },
  'hash-checked': {
    title: 'Hash settings',
    rule: 'After a correct password, a hash with old settings is replaced by one with the current settings.',
    why: 'The server has the password only at this moment, so it can renew the hash only when someone signs in.',
  },
  'password-weak': {
    title: 'Weak password',
    rule: 'An account with a password that is not allowed here must set a better one before it gets a session.',
    why: 'Such passwords come from the workshop or from an import. Development mode accepts them so that the workshop works.',
  },
  'second-factor-asked': {
    title: 'Second factor',
    rule: "If an account has a second factor, the correct password alone isn't enough.",
    why: 'Passwords get guessed, reused and watched; a device in your pocket does not. Any one of the listed factors is enough. If someone has lost all of them, use `latchkey accounts remove-second-factor NAME`.',
  },
  'factor-answered': {
    title: 'Factor check',
    rule: 'Each response works once, within its time, and only for the attempt that asked for it.',
    why: "A code from outside its time window means that the phone's clock is off, or the server's if several people are off by the same or the code is right by the clock of the person's browser: automatic time fixes both. A code that was already used is refused even within its time, because someone may have watched. A passkey that was removed is known as such for 90 days.",
  },
  'browser-refused': {
    title: 'Passkey refused in the browser',
    rule: 'What goes wrong between a browser and a passkey never reaches the server, so its pages report the name of the error.',
    why: "`NotAllowedError` means that the person canceled, the time ran out, or the device has no passkey for this site: browsers don't say which. `SecurityError` means that the page was opened at another address than `publicUrl`. Only names from a fixed list and the seconds until then are taken, ten times an hour for an attempt or a session. `InvalidStateError` means that a passkey was to be added, and the device has one of this account already.",
  },
  'must-do-asked': {
    title: 'Required step',
    rule: 'A session starts only when no required step is left.',
    why: 'Examples are a better password or a verified email address. It happens in the same attempt, so nothing has to be entered again.',
  },
  'factor-added': {
    title: 'Second factor added',
    rule: 'An account that must have a second factor and has none adds one before it gets a session.',
    why: 'The first time, the password alone leads here; from then on, signing in takes the factor too. `login.secondFactor` requires it of everyone, `latchkey accounts require-second-factor NAME` of one account.',
  },
  attempt: {
    title: 'Attempt',
    rule: 'An attempt with several steps lasts ten minutes, belongs to one browser, and ends once.',
    why: "Between two steps, the server remembers what has been verified. Someone who steals the name of an attempt can't continue it in another browser.",
  },
  'login-code': {
    title: 'Sign-in code by email',
    rule: 'A code goes only to a verified address, lasts ten minutes, allows five guesses, and works only for the sign-in that asked for it.',
    why: 'The answer is the same whether or not the account exists. A new code replaces the old one, and an account gets only a few an hour. Anyone with access to the mailbox can use the code, so it never counts as a second factor. `login.emailCode` turns it off.',
  },
  'verification-code': {
    title: 'Verification code by email',
    rule: 'An account with neither a password nor a second factor confirms its identity with a code by email.',
    why: 'The code goes to the verified address only, lasts ten minutes, takes five guesses, and works only in the session that asked for it. An account that has a password or a second factor confirms that instead: access to a mailbox must not replace it.',
  },
  'proof-renewed': {
    title: 'Identity confirmed',
    rule: 'Sensitive changes require that the identity was confirmed in the last ten minutes.',
    why: 'A session that was left open must not be enough to take over an account.',
  },
  'session-opened': {
    title: 'Session started',
    rule: 'Every sign-in gets a new token of 256 random bits. The database stores only its SHA-256.',
    why: 'The level says how sure the server is: 1 for one factor, 2 for two, as in NIST SP 800-63B-4. What was verified is named as in RFC 8176: `pwd` is a password, `otp` a code, `hwk` and `swk` a key in hardware or software. `email`, a code by email, is not part of that RFC.',
  },
  'cookie-given': {
    title: 'Cookie',
    rule: 'The token of a session is given to the browser as a cookie that no script can read and no other website can send along.',
    why: '`HttpOnly` keeps it from scripts, `SameSite=Lax` from requests that other websites make, and `Secure` from plain http. With the prefix `__Host-`, browsers take it from this host only. Programs get the token in the answer instead.',
  },
  'cookie-at-risk': {
    title: 'Cookie at risk',
    rule: 'The cookie of a session is only sent over https where the server has https, and only from pages of the same site.',
    why: 'Otherwise another website could act in your name, or someone in the same network could read the cookie. Open the page at `publicUrl`, or log in with `"transport": "bearer"`. `localhost` and `127.0.0.1` count as two sites.',
  },
  'sessions-ended': {
    title: 'Sessions ended',
    rule: 'A new password or a recovery ends all sessions. A sign-in in a browser that has a session replaces it.',
    why: 'Anyone who had got in before must not stay in. An account can also have only so many sessions; one more ends the oldest.',
  },
  'mail-queued': {
    title: 'Email queued',
    rule: 'An email is queued in the same transaction as the change that it is about, and sent outside of requests.',
    why: 'A mail server that is slow or down neither delays anyone nor reveals whether an email was sent. In development no email is sent: read it at `/dev/mailbox`.',
  },
  'name-checked': {
    title: 'Username check',
    rule: 'A username must have an allowed length and allowed characters, and must not be taken.',
    why: 'Names that differ only in case or in the Unicode spelling of a letter count as the same, so nobody can impersonate somebody else.',
  },
  'not-admitted': {
    title: 'Not admitted',
    rule: 'The configuration says who can sign up, and with an email address at which domains.',
    why: 'Every way to create an account passes the same check: the page, the API, the workshop and invitations. The domain rules also hold when people change their address. What an admin creates or imports on the command line is not checked.',
  },
  invitation: {
    title: 'Invitation',
    rule: 'An invitation works once, until it expires, is revoked, or another one is sent to the same address.',
    why: 'The link in it proves that its holder reads the email of that address, so a new account has the address verified from the start. Someone who is signed in must have verified that address, or a forwarded invitation would work for anyone. The answer is the same for every invitation that no longer works; only this step says why.',
  },
  'password-judged': {
    title: 'New password check',
    rule: 'A new password must be long, and not one that attackers try first: NIST SP 800-63B-4 section 3.1.1.',
    why: 'There are no rules about numbers and symbols: they make passwords harder to remember, not harder to guess. Four or five unrelated words work well.',
  },
  'account-created': {
    title: 'Account created',
    rule: 'Account, password and first session are created in one transaction, or not at all.',
    why: 'If two people sign up with the same username at the same moment, exactly one of them gets it.',
  },
  'password-set': {
    title: 'New password set',
    rule: 'A new password replaces the one that was verified, in one statement.',
    why: 'Of two changes at the same moment, one wins and the other is told so.',
  },
  'recovery-link': {
    title: 'Password reset link',
    rule: 'A reset link works once, for a short time, and goes only to a verified address.',
    why: 'The answer is the same whether or not the account exists. Anyone with access to the mailbox can use the link, so it expires quickly. Asking again sends the same link, so nobody else can invalidate it.',
  },
  email: {
    title: 'Email verification',
    rule: 'An address belongs to an account only once someone has opened the link that was sent there.',
    why: "Otherwise anyone could sign up with someone else's address, and wait. Asking for an address that another account has verified gets the same answer as any other; its owner gets an email.",
  },
  'form-sent': {
    title: 'Form sent',
    rule: 'Every form does what one request of the API does, with the same rules.',
    why: 'Whatever a page can do, your own frontend can do too. `/reference` has each request.',
  },
  'session-missing': {
    title: 'No session',
    rule: 'A session ends when it is not used, when it is too old, and when something ends it.',
    why: 'The database remembers for a week why a session ended. Whoever still holds its cookie is told.',
  },
  ...mailExplanations,
  refused: {
    title: 'Refused',
    rule: 'Every refusal has a code, with a page that says what it means and what to do.',
    why: 'The answer tells the person no more than it must. The steps before this one show what was wrong. Refusals that cost the sender nothing, such as during a wait or for an attempt that nobody holds, are recorded up to 60 times a minute for an address, and 300 times in total.',
  },
  ...earlyExplanations,
  ...providerExplanations,
  ...appExplanations,
  'unexpected-error': {
    title: 'Unexpected error',
    rule: 'An unexpected error always denies access.',
    why: "It's a fault of the server, not of the person. The log has the details under the request ID.",
  },
  'steps-left-out': {
    title: 'Steps left out',
    rule: 'A trail has a maximum length, so that nobody can fill the database with it.',
    why: 'No genuine attempt takes that many steps.',
  },
};
