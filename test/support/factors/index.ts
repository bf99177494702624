/**
 * How each factor is got and answered, for the tests that hold all factors to what a factor must do. A factor that has
 * neither an example (`factor-examples.ts`) nor a driver here does not compile.
 */
import { addableFactors, factors } from '../../../src/factors/index.ts';
import type { FactorName } from '../../../src/people/factor-names.ts';
import type { NeverAdded } from '../factor-examples.ts';
import { addableDriver } from './addable.ts';
import type { DrivenFactor, FactorDriver } from './driver.ts';
import { emailCodeDriver } from './email-code.ts';
import { recoveryCodeDriver } from './recovery-code.ts';

/** Those that nobody adds. A password is not in the list of factors: it is judged in a way of its own. */
const neverAdded: Readonly<Record<Exclude<NeverAdded, 'password'>, FactorDriver>> = {
  'recovery-code': recoveryCodeDriver,
  'email-code': emailCodeDriver,
};

const drivers = new Map<FactorName, FactorDriver>([
  ...addableFactors.map((factor) => [factor.name, addableDriver(factor)] as const),
  ...(Object.entries(neverAdded) as [FactorName, FactorDriver][]),
]);

/** Every factor by its name, in the order of their list. */
export const drivenFactors: readonly (readonly [FactorName, DrivenFactor])[] = factors.map((factor) => {
  const driver = drivers.get(factor.name);
  if (!driver) throw new Error(`${factor.name} has no driver.`);
  return [factor.name, { factor, driver }];
});

/** Those of which something holds, for `test.each`. */
export function factorsThat(holds: (driven: DrivenFactor) => boolean) {
  return drivenFactors.filter(([, driven]) => holds(driven));
}

export type { DrivenFactor } from './driver.ts';
export { formsOf, formThatAnswers, sendForm } from './forms.ts';
export * from './holder.ts';
