/**
 * How each factor is got and answered, for the tests that hold all factors to what a factor must do. A factor without a
 * driver does not compile.
 */
import { factors } from '../../../src/factors/index.ts';
import type { FactorName } from '../../../src/people/factor-names.ts';
import type { DrivenFactor, FactorDriver } from './driver.ts';
import { emailCodeDriver } from './email-code.ts';
import { passkeyDriver } from './passkey.ts';
import { recoveryCodeDriver } from './recovery-code.ts';
import { totpDriver } from './totp.ts';

/** A password is not in the list of factors: it is judged in a way of its own. */
type Driven = Exclude<FactorName, 'password'>;

const drivers: Readonly<Record<Driven, FactorDriver>> = {
  passkey: passkeyDriver,
  totp: totpDriver,
  'recovery-code': recoveryCodeDriver,
  'email-code': emailCodeDriver,
};

/** Every factor by its name, in the order of their list. */
export const drivenFactors: readonly (readonly [FactorName, DrivenFactor])[] = factors.map((factor) => [
  factor.name,
  { factor, driver: drivers[factor.name as Driven] },
]);

/** Those of which something holds, for `test.each`. */
export function factorsThat(holds: (driven: DrivenFactor) => boolean) {
  return drivenFactors.filter(([, driven]) => holds(driven));
}

export type { Answer, DrivenFactor, Owner } from './driver.ts';
export { formsOf, formThatAnswers, sendForm } from './forms.ts';
export * from './holder.ts';
