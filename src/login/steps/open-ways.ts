import { factors } from '../../factors/index.ts';
import type { Say } from '../../kit/words/index.ts';
import type { OpenWays } from '../../people/limits/index.ts';
import type { Step } from '../next-step.ts';

const guessable: ReadonlySet<string> = new Set(
  factors.filter(({ isGuessable }) => isGuessable).map(({ name }) => name),
);

const helps: Readonly<Record<string, Say | undefined>> = {
  password: ({ login }) => login.ways.password,
  ...Object.fromEntries(factors.map((factor) => [factor.name, factor.helps])),
};

/**
 * What is left of `offers` to answer a step with, where codes are judged no more. It names nothing that the step does
 * not offer anyway; a step that begins with a name offers the same to everybody (ASVS V6.3.8).
 */
export function openWays(
  { kind }: Pick<Step, 'kind'>,
  offers: readonly { readonly factor: string }[],
): OpenWays {
  if (kind === 'first-factor') return { helps: [({ login }) => login.ways.first] };
  const next = offers.filter(({ factor }) => !guessable.has(factor));
  return { helps: next.flatMap(({ factor }) => helps[factor] ?? []), extra: { next } };
}
