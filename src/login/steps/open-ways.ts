import type { OpenWays } from '../../people/limits/index.ts';
import { loginFactors } from '../factors.ts';
import type { Step } from '../next-step.ts';

const guessable: ReadonlySet<string> = new Set(
  loginFactors.filter(({ isGuessable }) => isGuessable).map(({ name }) => name),
);

const uses: Readonly<Record<string, string>> = {
  password: 'use your password',
  passkey: 'use your passkey',
  'recovery-code': 'use a recovery code',
};

/**
 * What is left of `offers` to answer a step with, where codes are judged no more. It names nothing that the step does
 * not offer anyway; a step that begins with a name offers the same to everybody (ASVS V6.3.8).
 */
export function openWays(
  { kind }: Pick<Step, 'kind'>,
  offers: readonly { readonly factor: string }[],
): OpenWays {
  if (kind === 'first-factor') return { helps: ['sign in with your password or a passkey'] };
  const next = offers.filter(({ factor }) => !guessable.has(factor));
  return { helps: next.flatMap(({ factor }) => uses[factor] ?? []), extra: { next } };
}
