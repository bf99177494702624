import type { StepWith } from '../../people/trails/index.ts';
import type { Finding } from './finding.ts';

/** What the matter is when somebody waits for a code by email. */
export const loginCodeFindings: Readonly<Record<StepWith<'login-code'>['state'], Finding>> = {
  sent: {
    because: 'the code from the mail is awaited',
    advice: ['It works for ten minutes. A new code replaces it.'],
    awaits: ['login-code'],
  },
  'no-address': {
    because: 'there is no confirmed mail address that a code could be sent to',
    advice: ['The password or a passkey has to be used.'],
    stands: ({ hasConfirmedAddress }) => !hasConfirmedAddress,
  },
  'too-many': {
    because: 'no further code is sent in this hour',
    advice: ['The last one still works for the sign-in that asked for it, until that expires.'],
    awaits: ['login-code'],
    stands: ({ codesFullUntil }) => codesFullUntil !== undefined,
  },
};

export const verificationCodeFindings: Readonly<Record<StepWith<'verification-code'>['state'], Finding>> = {
  sent: {
    because: "the code from the email hasn't been entered yet",
    advice: ['It works for ten minutes, in the session that asked for it. A new code replaces it.'],
    awaits: ['verification-code'],
  },
  'too-many': {
    because: 'too many emails were sent for this account in the last hour',
    advice: ['The last code still works until it expires. Otherwise, try again in an hour.'],
    awaits: ['verification-code'],
  },
};
