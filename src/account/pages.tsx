import { Layout } from '../kit/ui/layout.tsx';
import { passkeyScript } from '../kit/ui/passkey.tsx';
import type { PasswordRules } from '../kit/ui/password-field.tsx';
import type { Done, FormProblem, Site, Viewer } from '../kit/ui/site.ts';
import { Time } from '../kit/ui/time.tsx';
import type { EmailState } from '../people/emails/index.ts';
import { DataSection, type DocumentView } from './data-section.tsx';
import { EmailSection } from './email/index.ts';
import { DeleteSection, PasswordSection } from './password-section.tsx';
import { type SecurityOverview, SecuritySection } from './security/index.ts';
import { SessionsSection, type SessionView } from './sessions-section.tsx';

interface AccountPageProps {
  site: Site;
  viewer: Viewer;
  /** Times are ISO 8601 in UTC. */
  account: { username: string; createdAt: string; lastLoginAt: string | null };
  /** Whether the account has a password, which its changes ask for. */
  hasPassword: boolean;
  rules: PasswordRules;
  data: DocumentView;
  sessions: SessionView[];
  security: SecurityOverview;
  /** Undefined where no mail would reach anybody. */
  email?: EmailState | undefined;
  emailProblem?: FormProblem | undefined;
  done?: Done | undefined;
  passwordProblem?: FormProblem | undefined;
  deleteProblem?: FormProblem | undefined;
}

/** Everything a person can do with their own account, on one page. */
export function AccountPage(props: AccountPageProps) {
  const { site, viewer, account, data, done, passwordProblem, deleteProblem } = props;
  const failed = Boolean(data.problem ?? passwordProblem ?? deleteProblem ?? props.emailProblem);
  return (
    <Layout
      site={site}
      viewer={viewer}
      title="Your account"
      failed={failed}
      scripts={['password.js', 'data-editor.js', passkeyScript]}
    >
      <div class="account">
        <header class="account-head">
          <p class="eyebrow">Your account</p>
          <h1>
            <bdi>{account.username}</bdi>
          </h1>
          <p class="account-since">
            <span>
              Registered <Time iso={account.createdAt} />
            </span>
            {account.lastLoginAt !== null && (
              <span>
                Last login <Time iso={account.lastLoginAt} show="ago" />
              </span>
            )}
          </p>
        </header>
        <nav class="account-nav" aria-label="On this page">
          <ul>
            <li>
              <a href="#data">Data</a>
            </li>
            <li>
              <a href="#sessions">Sessions</a>
            </li>
            {props.email && (
              <li>
                <a href="#email">E-mail</a>
              </li>
            )}
            <li>
              <a href="#security">Security</a>
            </li>
            <li>
              <a href="#password">Password</a>
            </li>
            <li>
              <a href="#delete">Delete</a>
            </li>
          </ul>
        </nav>
        <div class="account-sections">
          <DataSection data={data} done={done} />
          <SessionsSection sessions={props.sessions} done={done} />
          {props.email && <EmailSection email={props.email} problem={props.emailProblem} done={done} />}
          <SecuritySection overview={props.security} hasPassword={props.hasPassword} done={done} />
          <PasswordSection
            site={site}
            username={account.username}
            hasPassword={props.hasPassword}
            rules={props.rules}
            problem={passwordProblem}
            done={done}
          />
          <DeleteSection
            username={account.username}
            hasPassword={props.hasPassword}
            problem={deleteProblem}
          />
        </div>
      </div>
    </Layout>
  );
}
