import type { Problem } from '../../kit/problem.ts';
import { Challenge, challengeAssets } from '../../kit/ui/challenge.tsx';
import { EmailField } from '../../kit/ui/email-field.tsx';
import { UsernameField } from '../../kit/ui/fields.tsx';
import { ProblemSummary } from '../../kit/ui/form-problem.tsx';
import type { Viewer } from '../../kit/ui/index.ts';
import { Layout } from '../../kit/ui/layout.tsx';
import { MessagePage } from '../../kit/ui/message-page.tsx';
import type { FormProblem, Site } from '../../kit/ui/site.ts';
import { Split } from '../../kit/ui/split.tsx';
import { SupportCode } from '../../kit/ui/support-code.tsx';
import { useWords } from '../../kit/words/index.ts';
import type { Provider } from '../../people/outside/index.ts';

interface OutsideRefusedPageProps {
  site: Site;
  /** Who is signed in, and has come back to connect an identity or to confirm who they are. */
  viewer: Viewer | undefined;
  provider: Pick<Provider, 'id' | 'label'>;
  refusal: Problem;
  next: string;
}

/** What went wrong on the way to or from a provider, and what to do instead. */
export function OutsideRefusedPage({ site, viewer, provider, refusal, next }: OutsideRefusedPageProps) {
  const words = useWords();
  const { outside } = words;
  const query = new URLSearchParams({ next });
  const again: [string, string] = [`/login/with/${provider.id}?${query}`, outside.tryAgain];
  const otherwise: [string, string] = [`/login?${query}`, outside.otherwise];
  const isSettled = refusal.code === 'outside-account-exists' || refusal.code === 'identity-taken';
  const back: [string, string] = ['/account#identities', outside.back];
  return (
    <MessagePage
      site={site}
      title={refusal.definition.words(words).title}
      lead={refusal.detail(words)}
      viewer={viewer}
      ways={viewer ? [back] : isSettled ? [otherwise] : [again, otherwise]}
    >
      <SupportCode />
    </MessagePage>
  );
}

interface NewcomerPageProps {
  site: Site;
  provider: Pick<Provider, 'id' | 'label'>;
  /** What somebody is called there, for whoever has more than one account. */
  known: string | undefined;
  next: string;
  values: { username: string; email: string };
  rules: { usernameMin: number; usernameMax: number };
  /** Asks for an email address; null where none is asked. */
  email: { required: boolean; provedFirst: boolean } | null;
  problem?: FormProblem | undefined;
  challenge?: boolean | undefined;
}

/** Somebody is back from a provider and has no account: they choose a username, or sign in to the account that they have. */
export function NewcomerPage(props: NewcomerPageProps) {
  const { site, provider, known, next, values, rules, email, problem, challenge } = props;
  const { outside: said, login, register } = useWords();
  return (
    <Layout
      site={site}
      title={said.newcomer.title}
      shape="split"
      failed={problem !== undefined}
      scripts={challenge ? challengeAssets.scripts : []}
      styles={challenge ? challengeAssets.styles : []}
    >
      <Split title={said.newcomer.title} lead={said.newcomer.lead(provider.label, known)}>
        <form class="form" method="post" action={`/login/with/${provider.id}/new`}>
          <ProblemSummary problem={problem} controls={{ username: 'username', email: 'email' }} />
          <UsernameField
            id="username"
            name="username"
            label={login.identifiers.username}
            value={values.username}
            hint={register.usernameHint(rules.usernameMin, rules.usernameMax)}
            error={problem?.fields.username}
            first={!problem}
          />
          {email && (
            <EmailField
              id="email"
              label={email.required ? login.identifiers.email : register.optionalEmail}
              hint={register.emailHint(email.provedFirst)}
              required={email.required}
              value={values.email}
              error={problem?.fields.email}
            />
          )}
          <input type="hidden" name="next" value={next} />
          {challenge && <Challenge site={site} />}
          <button class="button button-wide" type="submit">
            {register.submit}
          </button>
        </form>
        <p class="aside-link">
          {said.newcomer.hasAccount(
            <a href={`/login?${new URLSearchParams({ next })}`}>{register.logIn}</a>,
            provider.label,
          )}
        </p>
      </Split>
    </Layout>
  );
}
