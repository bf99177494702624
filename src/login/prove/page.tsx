import { OneTimeCodeField, RecoveryCodeField } from '../../kit/ui/code-field.tsx';
import { Notice, ProblemSummary } from '../../kit/ui/form-problem.tsx';
import { Layout } from '../../kit/ui/layout.tsx';
import { AnswerWithPasskey, type PasskeyOffer, passkeyScript } from '../../kit/ui/passkey.tsx';
import { CurrentPasswordField } from '../../kit/ui/password-field.tsx';
import type { FormProblem, Site, Viewer } from '../../kit/ui/site.ts';
import { Split } from '../../kit/ui/split.tsx';
import { Answers } from './answers.tsx';
import { EmailCodeForms, type EmailCodeOffer } from './email-code-forms.tsx';

interface ProvePageProps {
  site: Site;
  viewer: Viewer;
  next: string;
  /** The names of the factors that would do, and no others. */
  factors: readonly string[];
  /** What a passkey needs to answer, if one would do. */
  passkey: PasskeyOffer | null;
  /** The way a code goes, if one by email would do. */
  email: EmailCodeOffer | null;
  /** What just happened: the password was right and a second factor is still to come, or a code was sent. */
  said?: 'half-done' | 'sent' | undefined;
  /** The one whose form came back. */
  tried?: string | undefined;
  problem?: FormProblem | undefined;
}

const notices = {
  'half-done': 'Your password is correct. Now confirm your second factor to continue.',
  sent: 'We sent you a code. It works for ten minutes.',
};

/** Before something sensitive: a second factor, else the password, else a code by email, whichever the account has. */
export function ProvePage(props: ProvePageProps) {
  const { site, viewer, next, factors, passkey, email, said, tried, problem } = props;
  const of = (name: string) => (tried === name ? problem : undefined);
  const [hasPassword, hasApp, hasCodes] = ['password', 'totp', 'recovery-code'].map((name) =>
    factors.includes(name),
  );
  const hasForm = tried === 'email-code' ? email?.sent : tried === undefined || factors.includes(tried);
  // A form that came back for what is no longer asked for: its refusal is said all the same.
  const orphan = hasForm ? undefined : problem;
  return (
    <Layout
      site={site}
      viewer={viewer}
      title="Is it still you?"
      shape="split"
      failed={problem !== undefined}
      scripts={['password.js', passkeyScript]}
    >
      <Split title="Is it still you?" lead="Confirm it's you to continue.">
        <Notice text={said && (said !== 'sent' || email?.sent) ? notices[said] : undefined} />
        <ProblemSummary problem={orphan} controls={{}} />
        {factors.length === 0 && (
          <p>This account has no way to confirm that. Ask the site's admin for help.</p>
        )}
        {hasPassword && (
          <form class="form" method="post" action="/account/prove">
            <ProblemSummary problem={of('password')} controls={{ password: 'password' }} />
            <input type="text" autocomplete="username" value={viewer.username} readonly hidden />
            <CurrentPasswordField
              id="password"
              name="password"
              label="Password"
              error={of('password')?.fields.password}
              alone
              first={!problem}
            />
            <Answers factor="password" next={next} label="Continue" />
          </form>
        )}
        {passkey && <AnswerWithPasskey {...passkey} label="Use my passkey" next={next} />}
        {hasApp && (
          <form class="form" method="post" action="/account/prove" autocomplete="off">
            <ProblemSummary problem={of('totp')} controls={{ code: 'app-code' }} />
            <OneTimeCodeField
              id="app-code"
              label="Code from your authenticator app"
              hint="6 digits. A new code appears every 30 seconds."
              first={!problem}
            />
            <Answers factor="totp" next={next} label="Continue with the code" />
          </form>
        )}
        {hasCodes && (
          <details class="fold" open={tried === 'recovery-code' || (!hasApp && !passkey)}>
            <summary>Use a recovery code</summary>
            <form class="form" method="post" action="/account/prove" autocomplete="off">
              <ProblemSummary problem={of('recovery-code')} controls={{ code: 'recovery-code' }} />
              <RecoveryCodeField
                id="recovery-code"
                label="Recovery code"
                hint="One of the codes you saved. Each code works once."
              />
              <Answers
                factor="recovery-code"
                next={next}
                label="Continue with the recovery code"
                isQuiet={hasApp || passkey !== null}
              />
            </form>
          </details>
        )}
        {email && <EmailCodeForms {...email} next={next} problem={of('email-code')} first={!problem} />}
        <p class="aside-link">
          <a href="/account">Back to my account</a>
        </p>
      </Split>
    </Layout>
  );
}
