/**
 * What each act ends, and what it leaves alone: the specification. `revocation.test.ts` holds two servers on one
 * database to it, and docs/reference/revocation.md is made from it.
 */

/** What somebody may hold when the act is done. */
export const held = {
  own: 'the session that acts, or of the browser that did',
  cookie: 'a session in another browser',
  bearer: "a program's session (bearer token)",
  waitsForFactor: 'a login that waits for its second factor',
  waitsForPassword: 'a login that waits for a new password, all else proved',
  waitsForMail: 'a login that waits for its code from a mail',
  verificationCode: "a code by email that confirms an identity in another browser's session",
  verification: 'the link that confirms a new address',
  recovery: 'the link that gives a new password',
  device: "a known device's cookie",
  consent: 'what an app was allowed in the session that acts, or of the browser that did',
  offline: 'what an app was allowed beyond sessions (`offline_access`)',
  accessToken: "an app's access token, from a session in another browser",
  refreshToken: "an app's refresh token, from a session in another browser",
  code: "an app's code that it hasn't redeemed yet, from a session in another browser",
  key: 'an access key',
} as const;

export type Held = keyof typeof held;

export const acts = {
  logsOut: 'logs out',
  endsOne: 'ends one other session, that of a browser',
  endsProgram: 'ends one other session, that of a program',
  endsAll: 'ends all other sessions',
  provesAgain: 'proves again who they are',
  changesPassword: 'changes the password',
  choosesPassword: 'chooses a new password in the middle of a login',
  recovers: 'recovers the account by mail',
  addsFactor: 'turns on a second factor: an authenticator app',
  addsPasskey: 'turns on a second factor: a passkey',
  removesFactor: 'removes the last second factor',
  removesPasskey: 'removes one of two second factors',
  losesFactors:
    'has lost all second factors, and the operator removes them (`latchkey accounts remove-second-factor`)',
  becomesAdministrator: 'becomes an administrator (`latchkey admins add`)',
  changesAddress: 'confirms a new address',
  removesAddress: 'removes the address',
  deletesAccount: 'deletes the account',
  isSignedOut: 'is signed out everywhere by an admin (`latchkey accounts end-sessions`)',
  isDisabled: 'has the account disabled by an admin (`latchkey accounts disable`)',
  isDeleted: 'has the account deleted by an admin, with a grace (`latchkey accounts delete`)',
  isAskedForPassword: 'is asked for a new password by an admin (`latchkey accounts ask-new-password`)',
  isRenamed: 'gets another username from an admin (`latchkey accounts rename`)',
  isGivenAddress: 'gets another address from an admin (`latchkey accounts change-email --proved`)',
  isLookedAt: 'has an administrator sign in as them, to look at the account',
} as const;

export type Act = keyof typeof acts;

/** A reason stands where the rule alone does not make it plain. */
export type Cell = 'dies' | 'lives' | `dies: ${string}` | `lives: ${string}` | `none: ${string}`;

const newToken = 'dies: the session goes on under a new token, which only the answer holds';
const onlyCounts = 'lives: it opens nothing; it only gives the browser a count of wrong guesses of its own';
const otherLogin = 'lives: it is another login; "all other sessions" ends it too';
const oldAddress = 'dies: the code went to the old address, whose reader is not to be let in any more';
const notByAddress = 'lives: the address proved nobody here; the list of sessions ends what is not trusted';
const untrusted =
  'dies: a session that is not trusted any more may have asked for it, and it leads to the account';
const ownerReads = 'lives: it went to the confirmed address, and only who reads that can use it';
const halfOpen = 'dies: it is a session that is not open yet';
const withSession = 'dies: its session does';
const elsewhere = 'lives: its session does';
const oldFactor = 'dies: what it has proved may be what was just removed';
const oldPassword = 'dies: it was begun with the old password';
const strangers = 'dies: after a new password every browser must prove itself again';
const otherFactors = 'dies: every browser but the one that made the change has to prove itself again';

const byAdmin = 'dies: an admin keeps everybody out';
const signedOut = 'dies: an admin signed everybody out';
const namesOld = 'dies: its email names the old username';
const weakForAdmins = 'dies: whoever may act on others signs in anew, with a second factor';

const allApps = 'dies: a session that is not trusted any more may have allowed it';
const leftAlone = 'lives: it was allowed beyond sessions, until it is withdrawn';

const ownKey = 'lives: making it took a fresh confirmation, and the list of keys revokes it';
const oldKey = 'dies: it was made with the old password';

/** What an app got in another browser lives as long as that session does. */
const gotElsewhere = (cell: Cell) => ({ accessToken: cell, refreshToken: cell, code: cell });
const appsEnd = { consent: allApps, offline: allApps, ...gotElsewhere(allApps) } as const;

type Row = Readonly<Record<Held, Cell>>;

const nobodyGetsIn: Row = {
  own: byAdmin,
  cookie: byAdmin,
  bearer: byAdmin,
  waitsForFactor: byAdmin,
  waitsForPassword: byAdmin,
  waitsForMail: byAdmin,
  verificationCode: withSession,
  verification: untrusted,
  recovery: byAdmin,
  device: 'dies: every browser has to prove itself again',
  consent: byAdmin,
  offline: byAdmin,
  ...gotElsewhere(byAdmin),
  key: byAdmin,
};

/** An administrator's session beside them takes nothing away. */
const onlyLookedAt = Object.fromEntries(Object.keys(held).map((kind) => [kind, 'lives'])) as Row;

const namesChanged: Row = {
  own: 'lives',
  cookie: 'lives',
  bearer: 'lives',
  waitsForFactor: 'lives',
  waitsForPassword: 'lives',
  waitsForMail: namesOld,
  verificationCode: elsewhere,
  verification: namesOld,
  recovery: namesOld,
  device: onlyCounts,
  consent: 'lives',
  offline: 'lives',
  ...gotElsewhere('lives'),
  key: 'lives',
};

const factorOn: Row = {
  own: 'lives: it has just proved the new factor',
  cookie: 'dies: it has proved less than the account asks for now',
  bearer: 'dies: it has proved less than the account asks for now',
  waitsForFactor: 'none: without a second factor no login waits for one',
  waitsForPassword: 'dies: it has proved less than the account asks for now',
  waitsForMail: halfOpen,
  verificationCode: withSession,
  verification: 'lives: nothing is taken back; people set up address and app in one sitting',
  recovery: 'lives: the second factor is asked for after it as well',
  device: otherFactors,
  consent: 'lives: the session goes on',
  offline: 'lives: nothing is taken back',
  ...gotElsewhere(withSession),
  key: 'lives: nothing is taken back',
};

const factorOff: Row = {
  own: 'lives',
  cookie: 'dies: it may have been opened by the factor that is gone',
  bearer: 'dies: it may have been opened by the factor that is gone',
  waitsForFactor: oldFactor,
  waitsForPassword: oldFactor,
  waitsForMail: halfOpen,
  verificationCode: withSession,
  verification: untrusted,
  recovery: ownerReads,
  device: otherFactors,
  ...appsEnd,
  key: ownKey,
};

export const matrix: Readonly<Record<Act, Row>> = {
  logsOut: {
    own: 'dies',
    cookie: 'lives',
    bearer: 'lives',
    waitsForFactor: 'lives',
    waitsForPassword: 'lives',
    waitsForMail: 'lives',
    verificationCode: elsewhere,
    verification: 'lives: people log out and read their mail elsewhere',
    recovery: 'lives',
    device: onlyCounts,
    consent: withSession,
    offline: leftAlone,
    ...gotElsewhere(elsewhere),
    key: 'lives',
  },
  endsOne: {
    own: 'lives',
    cookie: 'dies',
    bearer: 'lives',
    waitsForFactor: otherLogin,
    waitsForPassword: otherLogin,
    waitsForMail: otherLogin,
    verificationCode: elsewhere,
    verification: untrusted,
    recovery: ownerReads,
    device: onlyCounts,
    consent: elsewhere,
    offline: leftAlone,
    ...gotElsewhere(withSession),
    key: ownKey,
  },
  endsProgram: {
    own: 'lives',
    cookie: 'lives',
    bearer: 'dies',
    waitsForFactor: otherLogin,
    waitsForPassword: otherLogin,
    waitsForMail: otherLogin,
    verificationCode: elsewhere,
    verification: untrusted,
    recovery: ownerReads,
    device: onlyCounts,
    consent: elsewhere,
    offline: leftAlone,
    ...gotElsewhere(elsewhere),
    key: ownKey,
  },
  endsAll: {
    own: 'lives',
    cookie: 'dies',
    bearer: 'dies',
    waitsForFactor: halfOpen,
    waitsForPassword: halfOpen,
    waitsForMail: halfOpen,
    verificationCode: withSession,
    verification: untrusted,
    recovery: ownerReads,
    device: onlyCounts,
    ...appsEnd,
    key: ownKey,
  },
  provesAgain: {
    own: newToken,
    cookie: 'lives',
    bearer: 'lives',
    waitsForFactor: 'lives',
    waitsForPassword: 'lives',
    waitsForMail: 'lives',
    verificationCode: elsewhere,
    verification: 'lives',
    recovery: 'lives',
    device: onlyCounts,
    consent: 'lives',
    offline: 'lives',
    ...gotElsewhere('lives'),
    key: 'lives',
  },
  changesPassword: {
    own: newToken,
    cookie: 'dies',
    bearer: 'dies',
    waitsForFactor: oldPassword,
    waitsForPassword: oldPassword,
    waitsForMail: halfOpen,
    verificationCode: withSession,
    verification: untrusted,
    recovery: 'dies: whoever asked for it could undo the change',
    device: strangers,
    ...appsEnd,
    key: oldKey,
  },
  choosesPassword: {
    own: 'dies: of the browser in which the account was used before',
    cookie: 'dies',
    bearer: 'dies',
    waitsForFactor: oldPassword,
    waitsForPassword: oldPassword,
    waitsForMail: halfOpen,
    verificationCode: withSession,
    verification: 'lives: the same login may wait for it next',
    recovery: 'dies: whoever asked for it could undo the change',
    device: strangers,
    ...appsEnd,
    key: oldKey,
  },
  recovers: {
    own: 'dies: whoever recovers an account trusts none of its sessions',
    cookie: 'dies',
    bearer: 'dies',
    waitsForFactor: oldPassword,
    waitsForPassword: oldPassword,
    waitsForMail: halfOpen,
    verificationCode: withSession,
    verification: untrusted,
    recovery: 'dies: it is used once',
    device: strangers,
    ...appsEnd,
    key: 'dies: whoever recovers an account trusts none of its keys',
  },
  addsFactor: factorOn,
  addsPasskey: factorOn,
  removesFactor: factorOff,
  removesPasskey: factorOff,
  losesFactors: { ...factorOff, own: 'dies: nobody has proved here whose it is' },
  becomesAdministrator: {
    own: weakForAdmins,
    cookie: weakForAdmins,
    bearer: weakForAdmins,
    waitsForFactor: weakForAdmins,
    waitsForPassword: weakForAdmins,
    waitsForMail: weakForAdmins,
    verificationCode: withSession,
    verification: untrusted,
    recovery: ownerReads,
    device: onlyCounts,
    consent: withSession,
    offline: 'lives: an app gets no permission with it',
    ...gotElsewhere(withSession),
    key: 'lives: no key opens the console',
  },
  changesAddress: {
    own: notByAddress,
    cookie: notByAddress,
    bearer: notByAddress,
    waitsForFactor: notByAddress,
    waitsForPassword: notByAddress,
    waitsForMail: oldAddress,
    verificationCode: oldAddress,
    verification: 'dies: it is used once',
    recovery: 'dies: it went to the old address',
    device: onlyCounts,
    consent: notByAddress,
    offline: notByAddress,
    ...gotElsewhere(notByAddress),
    key: 'lives',
  },
  removesAddress: {
    own: notByAddress,
    cookie: notByAddress,
    bearer: notByAddress,
    waitsForFactor: notByAddress,
    waitsForPassword: notByAddress,
    waitsForMail: oldAddress,
    verificationCode: oldAddress,
    verification: 'dies',
    recovery: 'dies: it went to the address that is gone',
    device: onlyCounts,
    consent: notByAddress,
    offline: notByAddress,
    ...gotElsewhere(notByAddress),
    key: 'lives',
  },
  deletesAccount: {
    own: 'dies',
    cookie: 'dies',
    bearer: 'dies',
    waitsForFactor: 'dies',
    waitsForPassword: 'dies',
    waitsForMail: 'dies',
    verificationCode: withSession,
    verification: 'dies',
    recovery: 'dies',
    device: 'dies',
    consent: 'dies',
    offline: 'dies',
    ...gotElsewhere('dies'),
    key: 'dies',
  },
  isSignedOut: {
    own: signedOut,
    cookie: signedOut,
    bearer: signedOut,
    waitsForFactor: halfOpen,
    waitsForPassword: halfOpen,
    waitsForMail: halfOpen,
    verificationCode: withSession,
    verification: untrusted,
    recovery: ownerReads,
    device: onlyCounts,
    ...appsEnd,
    key: signedOut,
  },
  isDisabled: nobodyGetsIn,
  isDeleted: nobodyGetsIn,
  isAskedForPassword: {
    ...nobodyGetsIn,
    own: 'dies: the password that it was opened with may be known to others',
    cookie: 'dies: the password that it was opened with may be known to others',
    bearer: 'dies: the password that it was opened with may be known to others',
    waitsForFactor: oldPassword,
    waitsForPassword: oldPassword,
    waitsForMail: halfOpen,
    recovery: 'dies: a new one is sent',
    ...appsEnd,
  },
  isRenamed: namesChanged,
  isGivenAddress: {
    ...namesChanged,
    waitsForMail: oldAddress,
    verificationCode: oldAddress,
    verification: 'dies: the address has been decided',
    recovery: 'dies: it went to the old address',
  },
  isLookedAt: onlyLookedAt,
};
