import type { Done } from '../../kit/ui/site.ts';
import type { SecurityOverview } from './overview.ts';
import { PasskeysSection } from './passkey/section.tsx';
import { RecoveryCodesSection } from './recovery-code/section.tsx';
import { TotpSection } from './totp/section.tsx';

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
  const { hasSecondFactor, passkeys, passkeyOrigin, totp, recoveryCodes } = overview;
  const isLast = passkeys.length + (totp ? 1 : 0) === 1;
  const stands = hasSecondFactor ? 'protected' : 'alone';
  const mustStay = overview.secondFactorRequired && isLast;
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
      <PasskeysSection passkeys={passkeys} origin={passkeyOrigin} mustStay={mustStay} done={done} />
      <TotpSection since={totp?.since ?? null} mustStay={mustStay} done={done} />
      {hasSecondFactor && (
        <RecoveryCodesSection
          left={recoveryCodes?.left ?? 0}
          of={recoveryCodes?.of ?? 0}
          since={recoveryCodes?.since ?? null}
        />
      )}
    </>
  );
}
