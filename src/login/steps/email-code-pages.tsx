import { Challenge, challengeAssets, type InsteadOfProof } from '../../kit/ui/challenge.tsx';
import { OneTimeCodeField } from '../../kit/ui/code-field.tsx';
import { RememberField, UsernameField } from '../../kit/ui/fields.tsx';
import { FormPage } from '../../kit/ui/form-page.tsx';
import type { FormProblem, Site } from '../../kit/ui/site.ts';
import { type Say, useWords } from '../../kit/words/index.ts';

interface PageProps {
  site: Site;
  next: string;
  problem?: FormProblem | undefined;
  /** Asks for a proof of work; `offered` accepts the form without it too. */
  challenge?: boolean | 'offered' | undefined;
}

const sendCode = (next: string) => `/login/send-code?next=${encodeURIComponent(next)}`;

/** On the login's page: the way to a code. */
export function SendCodeInstead({ next }: { next: string }) {
  const { instead } = useWords().loginSteps.sendCode;
  return (
    <a class="button button-quiet button-wide" href={sendCode(next)}>
      {instead}
    </a>
  );
}

interface SendCodePageProps extends PageProps {
  /** What people log in with, in the words of the field. */
  identifier: Say;
  values: { username: string; remember: boolean };
}

/** GET and a refused POST of `/login/send-code`. */
export function SendCodePage({ site, next, identifier, values, problem, challenge }: SendCodePageProps) {
  const words = useWords();
  const { sendCode: said } = words.loginSteps;
  return (
    <FormPage
      site={site}
      title={said.title}
      lead={said.lead}
      action="/login/send-code"
      controls={{ username: 'username' }}
      problem={problem}
      submit={said.submit}
      aside={said.rather(<a href={`/login?next=${encodeURIComponent(next)}`}>{said.logIn}</a>)}
      {...assetsOf(challenge)}
    >
      <UsernameField
        id="username"
        name="username"
        label={identifier(words)}
        value={values.username}
        error={problem?.fields.username}
        alone
        first={!problem}
      />
      <RememberField checked={values.remember} />
      <input type="hidden" name="next" value={next} />
      {challenge && <Challenge site={site} isRequired={challenge !== 'offered'} />}
    </FormPage>
  );
}

/** GET and a refused POST of `/login/email-code`: the same for everybody, whether or not a code was sent. */
export function EmailCodePage({
  site,
  next,
  lifetime,
  typed,
  problem,
  challenge,
  instead,
}: PageProps & { lifetime: number; typed?: string | undefined; instead?: InsteadOfProof | undefined }) {
  const { emailCode: said } = useWords().loginSteps;
  return (
    <FormPage
      site={site}
      title={said.title}
      lead={said.lead(lifetime)}
      action="/login/email-code"
      controls={{ code: 'code' }}
      problem={problem}
      submit={said.submit}
      aside={said.nothing(<a href={`${sendCode(next)}&again=1`}>{said.another}</a>)}
      {...assetsOf(challenge)}
    >
      <OneTimeCodeField
        id="code"
        label={said.code}
        hint={said.codeHint}
        value={typed}
        error={problem?.fields.code}
        alone
        first={!problem}
      />
      <input type="hidden" name="next" value={next} />
      {challenge && <Challenge site={site} instead={instead} />}
    </FormPage>
  );
}

function assetsOf(challenge: PageProps['challenge'] = false): Partial<typeof challengeAssets> {
  return challenge ? challengeAssets : {};
}
