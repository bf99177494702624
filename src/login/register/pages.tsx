import { Challenge, challengeAssets } from '../../kit/ui/challenge.tsx';
import { EmailField } from '../../kit/ui/email-field.tsx';
import { UsernameField } from '../../kit/ui/fields.tsx';
import { ProblemSummary } from '../../kit/ui/form-problem.tsx';
import { Layout } from '../../kit/ui/layout.tsx';
import { MessagePage } from '../../kit/ui/message-page.tsx';
import { Or } from '../../kit/ui/or.tsx';
import { NewPasswordField, type PasswordRules } from '../../kit/ui/password-field.tsx';
import type { FormProblem, Site } from '../../kit/ui/site.ts';
import { Split } from '../../kit/ui/split.tsx';
import { useWords } from '../../kit/words/index.ts';
import { WithProviders, type WithProvidersProps } from '../index.ts';

/** GET and a refused POST of `/register` where not everybody can sign up. */
export function SignUpClosedPage({ site, signUp }: { site: Site; signUp: 'invited' | 'closed' }) {
  const { register, ui } = useWords();
  const said = register.closed;
  const logIn: [href: string, words: string] = ['/login', register.logIn];
  return (
    <MessagePage
      site={site}
      title={signUp === 'invited' ? said.byInvitation : said.title}
      lead={ui.signUp[signUp]}
      ways={signUp === 'invited' ? [['/invitation', said.hasInvitation], logIn] : [logIn]}
    />
  );
}

interface RegisterPageProps {
  site: Site;
  next: string;
  values: { username: string; email?: string | undefined };
  rules: PasswordRules & { usernameMin: number; usernameMax: number };
  problem?: FormProblem | undefined;
  /** Asks for a proof of work. */
  challenge?: boolean | undefined;
  /** Asks for an e-mail address; null where none is asked. */
  email?: { required: boolean; provedFirst: boolean } | null | undefined;
  /** The providers that people can sign up with. */
  providers?: WithProvidersProps['providers'];
}

/** GET and a refused POST of `/register`. */
export function RegisterPage(props: RegisterPageProps) {
  const { site, next, values, rules, problem, challenge, email, providers = [] } = props;
  const { login, register: said } = useWords();
  return (
    <Layout
      site={site}
      title={said.title}
      description={said.lead(email?.required === true)}
      shape="split"
      failed={problem !== undefined}
      scripts={['password.js', ...(challenge ? challengeAssets.scripts : [])]}
      styles={challenge ? challengeAssets.styles : []}
    >
      <Split title={said.title} lead={said.lead(email?.required === true)}>
        <form class="form" method="post" action="/register">
          <ProblemSummary
            problem={problem}
            controls={{ username: 'username', email: 'email', password: 'password' }}
          />
          <UsernameField
            id="username"
            name="username"
            label={login.identifiers.username}
            value={values.username}
            hint={said.usernameHint(rules.usernameMin, rules.usernameMax)}
            error={problem?.fields.username}
            first={!problem}
          />
          {email && (
            <EmailField
              id="email"
              label={email.required ? login.identifiers.email : said.optionalEmail}
              hint={said.emailHint(email.provedFirst)}
              required={email.required}
              value={values.email ?? ''}
              error={problem?.fields.email}
            />
          )}
          <NewPasswordField
            id="password"
            name="password"
            label={said.password}
            rules={rules}
            context={[site.name]}
            error={problem?.fields.password}
          />
          <input type="hidden" name="next" value={next} />
          {challenge && <Challenge site={site} />}
          <button class="button button-wide" type="submit">
            {said.submit}
          </button>
        </form>
        {providers.length > 0 && (
          <div class="other-ways">
            <Or />
            <WithProviders providers={providers} next={next} />
          </div>
        )}
        <p class="aside-link">
          {said.hasAccount(<a href={`/login?next=${encodeURIComponent(next)}`}>{said.logIn}</a>)}
        </p>
      </Split>
    </Layout>
  );
}
