import type { ComponentChildren } from 'preact';
import type { Done } from '../../kit/ui/site.ts';
import { useWords } from '../../kit/words/index.ts';
import type { SecurityOverview } from './overview.ts';

interface SecuritySectionProps {
  overview: SecurityOverview;
  /** The row of the password. */
  password: ComponentChildren;
  /** The row of identities at other providers. */
  identities: ComponentChildren;
  done: Done | undefined;
}

/** How well the account is protected, in one sentence, and what it is signed in to with, a row each. */
export function SecuritySection({ overview, password, identities, done }: SecuritySectionProps) {
  const { security: said } = useWords();
  const { hasPassword, hasSecondFactor, factors } = overview;
  const count = factors.reduce((sum, { own, shown }) => sum + own.count(shown), 0);
  const stands = hasSecondFactor ? 'protected' : 'alone';
  const mustStay = overview.secondFactorRequired && count === 1;
  return (
    <section class="card card-rows" id="security" aria-labelledby="security-title">
      <h2 id="security-title">
        {said.title}{' '}
        <span class={hasSecondFactor ? 'chip chip-good' : 'chip chip-warn'}>
          {hasSecondFactor ? said.factors.two : hasPassword ? said.factors.password : said.factors.email}
        </span>
      </h2>
      <p class="card-lead">{(hasPassword ? said.ofPassword : said.ofEmail)[stands]}</p>
      {password}
      {identities}
      {factors.map(({ own, shown }) => own.draw({ shown, mustStay, isProtected: hasSecondFactor, done }))}
    </section>
  );
}
