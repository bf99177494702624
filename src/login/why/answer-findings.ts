import { factorWords } from '../../people/factor-names.ts';
import { answerReasons, type StepWith, waitInWords } from '../../people/trails/index.ts';
import type { Finding } from './finding.ts';

export const allLost =
  'If every factor and the recovery codes are lost: "latchkey accounts remove-second-factor NAME", when it is sure who asks.';

/** What the matter is with an answer of a factor that was refused. */
export function wrongAnswer({
  factor,
  reason = 'other',
  lateSeconds = 0,
}: StepWith<'factor-answered'>): Finding {
  const what = `the ${factorWords[factor]}`;
  if (reason === 'outside-window' && lateSeconds !== 0) {
    const off = `${waitInWords(Math.abs(lateSeconds))} ${lateSeconds > 0 ? 'late' : 'early'}`;
    return {
      because: `${what} is ${off}, so the phone's clock may be wrong`,
      advice: ['Let the phone set its time by the network; the codes fit again at once.'],
    };
  }
  return { because: `${what} ${answerReasons[reason]}`, advice: answerAdvice[reason] ?? ['Try again.'] };
}

const answerAdvice: Partial<Readonly<Record<NonNullable<StepWith<'factor-answered'>['reason']>, string[]>>> =
  {
    wrong: ['Is it the entry of this site in the app, and of this account?'],
    'already-used': ['Each code counts once: wait for the next.'],
    expired: ['Begin again, and a new one is made.'],
    'too-many-tries': ['Begin again, and a new one is made.'],
    'unknown-passkey': ['The passkey was removed here, or is from another server.'],
    'not-allowed': ['The passkey was removed here, or is from another account or server.'],
    'wrong-origin': ['The address that people open must be `publicUrl`; a passkey is bound to it.'],
    challenge: ['Load the page again; each question counts once, and for a few minutes.'],
    'not-verified': ['The device has to ask for a PIN, a finger or a face; set one up on it.'],
    counter: ['It may have been copied: remove it and add a new one.'],
    'backup-eligibility-changed': ['Sign in another way, remove the passkey, and add it again.'],
    'unreadable-key': ['The secret key of the server was changed; only the old one reads it.', allLost],
    'verification-not-vouched': [
      'Log in once with the password and then with this passkey: after that it is enough alone.',
    ],
    'foreign-rp': ['The address that people open must be `publicUrl`; a passkey is bound to it.'],
    unavailable: ['Passkeys need a name in `publicUrl`, and https unless it is localhost.'],
    'not-set-up': ['Another factor or a recovery code has to be used.', allLost],
  };
