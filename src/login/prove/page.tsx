import { Answers } from '../../factors/answers.tsx';
import { Notice, ProblemSummary } from '../../kit/ui/form-problem.tsx';
import { Layout } from '../../kit/ui/layout.tsx';
import { CurrentPasswordField } from '../../kit/ui/password-field.tsx';
import type { FormProblem, Site, Viewer } from '../../kit/ui/site.ts';
import { Split } from '../../kit/ui/split.tsx';
import { useWords } from '../../kit/words/index.ts';
import type { AnswerForms } from '../index.ts';
import { EmailCodeForms, type EmailCodeOffer } from './email-code-forms.tsx';
import type { Need } from './need.ts';

interface ProvePageProps {
  site: Site;
  viewer: Viewer;
  next: string;
  /** Why it is asked for, if it was not done lately. */
  need?: Pick<Need, 'by' | 'seconds'> | undefined;
  /** The names of the factors that would do, and no others. */
  factors: readonly string[];
  /** The ways to answer a second factor, if one would do. */
  asked: AnswerForms;
  /** The way a code goes, if one by email would do. */
  email: EmailCodeOffer | null;
  /** The providers that would do, if an identity at one would. */
  providers: readonly { id: string; label: string }[];
  /** What just happened: the password was right and a second factor is still to come, or a code was sent. */
  said?: 'half-done' | 'sent' | undefined;
  /** The one whose form came back. */
  tried?: string | undefined;
  problem?: FormProblem | undefined;
}

/** Before something sensitive: a second factor, else the password, else a code by email, whichever the account has. */
export function ProvePage(props: ProvePageProps) {
  const { site, viewer, next, need, factors, asked, email, providers, said, tried, problem } = props;
  const { prove: words, outside } = useWords();
  const of = (name: string) => (tried === name ? problem : undefined);
  const hasForm = tried === 'email-code' ? email?.sent : tried === undefined || factors.includes(tried);
  const isSaid = said !== undefined && (said !== 'sent' || email?.sent === true);
  // A form that came back for what is no longer asked for: its refusal is said all the same.
  const orphan = hasForm ? undefined : problem;
  return (
    <Layout
      site={site}
      viewer={viewer}
      title={words.title}
      shape="split"
      failed={problem !== undefined}
      scripts={['password.js', ...asked.scripts]}
    >
      <Split title={words.title} lead={need ? `${words.needed(need)} ${words.lead}` : words.lead}>
        <Notice text={isSaid ? ({ prove }) => prove.notices[said] : undefined} />
        <ProblemSummary problem={orphan} controls={{}} />
        {factors.length === 0 && <p>{words.noWay}</p>}
        {factors.includes('password') && (
          <form class="form" method="post" action="/account/prove">
            <ProblemSummary problem={of('password')} controls={{ password: 'password' }} />
            <input type="text" autocomplete="username" value={viewer.username} readonly hidden />
            <CurrentPasswordField
              id="password"
              name="password"
              label={words.password.field}
              error={of('password')?.fields.password}
              alone
              first={!problem}
            />
            <Answers factor="password" next={next} label={words.password.submit} />
          </form>
        )}
        {asked.forms}
        {email && <EmailCodeForms {...email} next={next} problem={of('email-code')} first={!problem} />}
        {providers.map(({ id, label }) => (
          <form key={id} class="form" method="post" action={`/account/prove/with/${id}`}>
            <input type="hidden" name="next" value={next} />
            <button class="button button-quiet button-wide" type="submit">
              {outside.continueWith(label)}
            </button>
          </form>
        ))}
        <p class="aside-link">
          <a href="/account">{words.back}</a>
        </p>
      </Split>
    </Layout>
  );
}
