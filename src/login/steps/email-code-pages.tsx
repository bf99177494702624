import { Challenge, challengeAssets } from '../../kit/ui/challenge.tsx';
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
  return (
    <p class="aside-link">
      <a href={sendCode(next)}>Send me a code instead</a>
    </p>
  );
}

interface SendCodePageProps extends PageProps {
  /** What people log in with, in the words of the field. */
  identifier: Say;
  values: { username: string; remember: boolean };
}

/** GET and a refused POST of `/login/send-code`. */
export function SendCodePage({ site, next, identifier, values, problem, challenge }: SendCodePageProps) {
  return (
    <FormPage
      site={site}
      title="Log in by a code"
      lead="We send it to the confirmed address of your account. With it you log in without your password."
      action="/login/send-code"
      controls={{ username: 'username' }}
      problem={problem}
      submit="Send me a code"
      aside={
        <>
          Rather with your password? <a href={`/login?next=${encodeURIComponent(next)}`}>Log in</a>
        </>
      }
      {...assetsOf(challenge)}
    >
      <UsernameField
        id="username"
        name="username"
        label={identifier(useWords())}
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
}: PageProps & { lifetime: string; typed?: string | undefined }) {
  return (
    <FormPage
      site={site}
      title="Look into your mail"
      lead={`If there is an account of this name with a confirmed address, a code is on its way to it. It is good for ${lifetime}, and in this browser alone.`}
      action="/login/email-code"
      controls={{ code: 'code' }}
      problem={problem}
      submit="Log in"
      aside={
        <>
          Nothing there after a few minutes? <a href={`${sendCode(next)}&again=1`}>Send another code</a>
        </>
      }
      {...assetsOf(challenge)}
    >
      <OneTimeCodeField
        id="code"
        label="Code from the mail"
        hint="8 digits. You can leave out the space."
        value={typed}
        error={problem?.fields.code}
        alone
        first={!problem}
      />
      <input type="hidden" name="next" value={next} />
      {challenge && <Challenge site={site} />}
    </FormPage>
  );
}

function assetsOf(challenge: PageProps['challenge'] = false): Partial<typeof challengeAssets> {
  return challenge ? challengeAssets : {};
}
