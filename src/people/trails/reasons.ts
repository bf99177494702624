import type { StepWith } from './steps.ts';

/** Why something was refused, as the end of a sentence about it. */
export const answerReasons: Readonly<Record<NonNullable<StepWith<'factor-answered'>['reason']>, string>> = {
  wrong: 'is wrong',
  'outside-window': 'is outside its window',
  'already-used': 'was used before',
  expired: 'has expired',
  'too-many-tries': 'was tried too often',
  'not-sent': "wasn't sent for this sign-in or session",
  'unknown-passkey': 'is not known here',
  'not-allowed': 'is none that this account has here',
  'other-account': 'belongs to another account',
  'wrong-origin': 'was made for another address than this one',
  challenge: 'answers a question that was not asked, or not now',
  signature: 'has a signature that does not fit',
  'not-verified': 'did not check who holds the device',
  counter: 'has counted backwards: it may be a copy',
  'not-set-up': 'is not set up',
  'unreadable-key': 'cannot be checked: its key cannot be read',
  malformed: 'cannot be read',
  'wrong-type': 'was made to add it, not to log in',
  framed: 'was asked for by a page inside one of another site',
  'foreign-rp': 'was made for another name than that of this server',
  'user-absent': 'was used without anybody at the device',
  'impossible-backup': 'says that it was copied and cannot be',
  'backup-eligibility-changed': 'has changed whether it can be copied',
  'user-handle-missing': 'does not say whose it is',
  'foreign-user-handle': 'says that it belongs to somebody else',
  'verification-not-vouched': 'has come to check who holds it only since it was added',
  unavailable: 'cannot be used: this server has no name that passkeys could know it by',
  other: 'was refused',
};

export const nameReasons = {
  'mixed-scripts': 'has letters of different scripts that can look the same',
  'looks-reserved': 'looks like a reserved one',
  imitates: 'looks like one that is taken',
  'too-short': 'is too short',
  'too-long': 'is too long',
  characters: 'has characters that are not allowed',
  reserved: 'is reserved',
  taken: 'is taken',
};

export const passwordReasons = {
  malformed: 'has half of a character in it',
  'too-short': 'is too short',
  'too-long': 'is too long',
  common: 'is one of the most common ones',
  'is-username': 'is the username',
  'is-site-name': 'is the name of this site',
  repeated: 'is one part, repeated',
  run: 'is a run of neighbouring keys or letters',
  variation: 'is a common one with small changes',
};
