import { Challenge, challengeAssets } from '../../kit/ui/challenge.tsx';
import { EmailField } from '../../kit/ui/email-field.tsx';
import { RememberField, UsernameField } from '../../kit/ui/fields.tsx';
import { ProblemSummary } from '../../kit/ui/form-problem.tsx';
import { Layout } from '../../kit/ui/layout.tsx';
import { NewPasswordField, type PasswordRules } from '../../kit/ui/password-field.tsx';
import type { FormProblem, Site } from '../../kit/ui/site.ts';
import { Split } from '../../kit/ui/split.tsx';

interface RegisterPageProps {
  site: Site;
  next: string;
  values: { username: string; email?: string | undefined; remember?: boolean | undefined };
  rules: PasswordRules & { usernameMin: number; usernameMax: number };
  problem?: FormProblem | undefined;
  /** Asks for a proof of work. */
  challenge?: boolean | undefined;
  /** Asks for an e-mail address; null where none is asked. */
  email?: { required: boolean; provedFirst: boolean } | null | undefined;
}

/** GET and a refused POST of `/register`. */
export function RegisterPage(props: RegisterPageProps) {
  const { site, next, values, rules, problem, challenge, email } = props;
  return (
    <Layout
      site={site}
      title="Register"
      shape="split"
      failed={problem !== undefined}
      scripts={['password.js', ...(challenge ? challengeAssets.scripts : [])]}
      styles={challenge ? challengeAssets.styles : []}
    >
      <Split
        title="Register"
        lead={
          email?.required
            ? 'A name, an e-mail address and a password.'
            : 'A name and a password. Nothing else is needed.'
        }
      >
        <form class="form" method="post" action="/register">
          <ProblemSummary
            problem={problem}
            controls={{ username: 'username', email: 'email', password: 'password' }}
          />
          <UsernameField
            id="username"
            name="username"
            label="Username"
            value={values.username}
            hint={`${rules.usernameMin} to ${rules.usernameMax} characters: letters, digits, dot, dash and underscore.`}
            error={problem?.fields.username}
            first={!problem}
          />
          {email && (
            <EmailField
              id="email"
              label={email.required ? 'E-mail address' : 'E-mail address (optional)'}
              hint={`A way back if you forget the password. ${email.provedFirst ? 'Open the link we email you before you sign in.' : 'We email you a link to confirm it.'}`}
              required={email.required}
              value={values.email ?? ''}
              error={problem?.fields.email}
            />
          )}
          <NewPasswordField
            id="password"
            name="password"
            label="Password"
            rules={rules}
            context={[site.name]}
            error={problem?.fields.password}
          />
          <RememberField checked={values.remember === true} />
          <input type="hidden" name="next" value={next} />
          {challenge && <Challenge site={site} />}
          <button class="button button-wide" type="submit">
            Register
          </button>
        </form>
        <p class="aside-link">
          Have an account? <a href={`/login?next=${encodeURIComponent(next)}`}>Log in</a>
        </p>
      </Split>
    </Layout>
  );
}
