import { useWords } from '../../../kit/words/index.ts';
import type { Check } from './check-id-token.ts';
import { Facts } from './facts.tsx';
import type { Jwt } from './jwt.ts';
import { Step } from './step.tsx';

interface TokenStepProps extends Jwt {
  title: string;
  lead: string;
  checks?: readonly Check[];
}

/** A signed token, taken apart. */
export function TokenStep({ title, lead, header, claims, checks = [] }: TokenStepProps) {
  const said = useWords().tryApp;
  const { idToken, passed, failed } = said.result;
  return (
    <Step title={title} lead={lead}>
      {checks.length > 0 && (
        <>
          <h3>{idToken.checks}</h3>
          <ul class="tried-checks">
            {checks.map(({ name, ok }) => (
              <li key={name} class={`step step-${ok ? 'ok' : 'refused'}`}>
                <p class="step-said">
                  <span class="sr-only">{ok ? passed : failed}</span>
                  {said.checks[name]}
                </p>
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>{idToken.header}</h3>
      <Facts of={header} meaning={said.claims} />
      <h3>{idToken.claims}</h3>
      <Facts of={claims} meaning={said.claims} />
    </Step>
  );
}
