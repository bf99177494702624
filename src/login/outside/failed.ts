import { type Problem, problem } from '../../kit/problem.ts';
import type { Provider } from '../../people/outside/index.ts';
import type { ProviderFault } from '../../people/trails/index.ts';
import { outsideLoginExpired, outsideLoginFailed } from './problems.ts';

const ours: ReadonlySet<ProviderFault> = new Set([
  'unknown-state',
  'other-provider',
  'other-browser',
  'used',
  'expired',
]);

/** The refusal of an answer: what doesn't belong to this browser is over, whatever else may be wrong with it. */
export function failed({ label }: Pick<Provider, 'label'>, fault: ProviderFault): Problem {
  if (ours.has(fault))
    return problem(outsideLoginExpired, ({ outside }) => outside.expired(fault === 'used', label));
  return problem(outsideLoginFailed, ({ outside }) => outside.failed(fault, label));
}
