import type { Services } from '../kit/services.ts';
import type { Addable } from './add-factor.ts';
import { emailCodeFactor } from './email-code/index.ts';
import type { Factor } from './factor.ts';
import type { Own } from './own.ts';
import { passkeyFactor } from './passkey/index.ts';
import { recoveryCodeFactor } from './recovery-code/index.ts';
import { totpFactor } from './totp/index.ts';

export type { UseCaseServices } from './services.ts';

/** Every way to prove who you are, besides the password. What is not in this list proves nothing. */
export const factors: readonly Factor[] = [passkeyFactor, totpFactor, recoveryCodeFactor, emailCodeFactor];

/** Those that may follow another one. */
export const secondFactors: readonly Factor[] = factors.filter(({ isSecond }) => isSecond);

/** Those that can be added. */
export const addableFactors: readonly Addable[] = factors.filter(
  (factor): factor is Addable => factor.enrolment !== undefined,
);

/** What an account has of a factor. */
export interface HeldFactor extends Pick<Factor, 'isGuessable'> {
  readonly standsIn: Factor['standsIn'];
  readonly own: Own;
  readonly shown: object;
}

/** What an account has of every factor that its owner sees, each read once. */
export async function findHeldFactors(
  services: Pick<Services, 'db' | 'config'>,
  accountId: string,
): Promise<HeldFactor[]> {
  const held: HeldFactor[] = [];
  for (const { own, isGuessable, standsIn } of factors) {
    if (own) held.push({ own, isGuessable, standsIn, shown: await own.find(services, accountId) });
  }
  return held;
}

export { type Addable, addFactor } from './add-factor.ts';
