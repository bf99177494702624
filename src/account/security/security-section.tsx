import type { Done } from '../../kit/ui/site.ts';
import type { SecurityOverview } from './overview.ts';

const ofPassword = {
  protected: 'Somebody who learns your password still cannot get in.',
  alone:
    'Your password is all that stands between your account and a stranger. A second factor makes it two.',
};

const ofEmail = {
  protected: "Anyone who reads your email still can't get in.",
  alone: 'Anyone who reads your email can get in. Add a second factor to keep them out.',
};

/** How well the account is protected, in one sentence, and what can be done about it. */
export function SecuritySection({
  overview,
  hasPassword,
  done,
}: {
  overview: SecurityOverview;
  hasPassword: boolean;
  done: Done | undefined;
}) {
  const { hasSecondFactor, factors } = overview;
  const count = factors.reduce((sum, { own, shown }) => sum + own.count(shown), 0);
  const stands = hasSecondFactor ? 'protected' : 'alone';
  const mustStay = overview.secondFactorRequired && count === 1;
  return (
    <>
      <section class="card" id="security" aria-labelledby="security-title">
        <h2 id="security-title">
          Security{' '}
          <span class={hasSecondFactor ? 'chip chip-good' : 'chip chip-warn'}>
            {hasSecondFactor ? 'Two factors' : hasPassword ? 'Password only' : 'Email only'}
          </span>
        </h2>
        <p class="card-lead">{hasPassword ? ofPassword[stands] : ofEmail[stands]}</p>
      </section>
      {factors.map(({ own, shown }) => own.draw({ shown, mustStay, isProtected: hasSecondFactor, done }))}
    </>
  );
}
