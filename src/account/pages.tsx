import type { VNode } from 'preact';
import { Layout } from '../kit/ui/layout.tsx';
import { passkeyScript } from '../kit/ui/passkey.tsx';
import type { PasswordRules } from '../kit/ui/password-field.tsx';
import { LeftRowContext } from '../kit/ui/row.tsx';
import type { Done, FormProblem, Site, Viewer } from '../kit/ui/site.ts';
import { useWords, type Words } from '../kit/words/index.ts';
import type { IdentityView } from '../people/outside/index.ts';
import { ActivitySection, type ActivityView } from './activity-section.tsx';
import { DataSection, type DocumentView } from './data-section.tsx';
import type { EmailView } from './email/index.ts';
import { IdentitiesRow } from './identities/index.ts';
import { DeleteSection, PasswordRow } from './password-section.tsx';
import { ProfileSection } from './profile-section.tsx';
import { type SecurityOverview, SecuritySection } from './security/index.ts';
import { SessionsSection, type SessionView } from './sessions-section.tsx';

interface AccountPageProps {
  site: Site;
  viewer: Viewer;
  /** Times are ISO 8601 in UTC. */
  account: { username: string; createdAt: string };
  /** Whether the account has a password, which its changes ask for. */
  rules: PasswordRules;
  /** Undefined where the site doesn't show it. */
  data: DocumentView | undefined;
  sessions: SessionView[];
  /** Whether the account has allowed an app access. */
  hasApps: boolean;
  /** The newest first. */
  activity: readonly ActivityView[];
  security: SecurityOverview;
  identities?: readonly IdentityView[];
  /** The providers that people can sign in with. */
  providers?: readonly { id: string; label: string }[];
  /** Undefined where no mail would reach anybody. */
  email?: EmailView | undefined;
  emailProblem?: FormProblem | undefined;
  done?: Done | undefined;
  /** The id of the row whose form was just left. */
  left?: string | undefined;
  passwordProblem?: FormProblem | undefined;
  deleteProblem?: FormProblem | undefined;
}

interface AccountSection {
  /** Where `/account#id` leads. */
  readonly id: keyof Words['account']['sections'];
  Part(props: AccountPageProps): VNode;
}

/** The sections of the page, in their order; the list at its head leads to each. */
export const accountSections: readonly AccountSection[] = [
  {
    id: 'profile',
    Part: ({ account, email, emailProblem, done }) => (
      <ProfileSection account={account} email={email} emailProblem={emailProblem} done={done} />
    ),
  },
  {
    id: 'security',
    Part: ({ site, account, security, identities = [], providers = [], rules, passwordProblem, done }) => (
      <SecuritySection
        overview={security}
        done={done}
        identities={
          (identities.length > 0 || providers.length > 0) && (
            <IdentitiesRow identities={identities} providers={providers} done={done} />
          )
        }
        password={
          <PasswordRow
            site={site}
            username={account.username}
            hasPassword={security.hasPassword}
            rules={rules}
            problem={passwordProblem}
            done={done}
          />
        }
      />
    ),
  },
  {
    id: 'sessions',
    Part: ({ sessions, hasApps, done }) => (
      <SessionsSection sessions={sessions} hasApps={hasApps} done={done} />
    ),
  },
  { id: 'activity', Part: ({ activity }) => <ActivitySection activity={activity} /> },
  { id: 'data', Part: ({ data, done }) => <DataSection document={data} done={done} /> },
  {
    id: 'delete',
    Part: ({ account, security: { hasPassword }, deleteProblem }) => (
      <DeleteSection username={account.username} hasPassword={hasPassword} problem={deleteProblem} />
    ),
  },
];

/** Everything a person can do with their own account, on one page. */
export function AccountPage(props: AccountPageProps) {
  const said = useWords().account;
  const { site, viewer, account, data, passwordProblem, deleteProblem } = props;
  const failed = Boolean(data?.problem ?? passwordProblem ?? deleteProblem ?? props.emailProblem);
  return (
    <Layout
      site={site}
      viewer={viewer}
      title={said.page.title}
      failed={failed}
      scripts={['account.js', 'password.js', ...(data ? ['data-editor.js'] : []), passkeyScript]}
    >
      <div class="account">
        <header class="account-head">
          <h1>
            <bdi>{account.username}</bdi>
          </h1>
        </header>
        <nav class="account-nav" aria-label={said.page.sections}>
          <ul>
            {accountSections.map(({ id }) => (
              <li key={id}>
                <a href={`#${id}`}>{said.sections[id]}</a>
              </li>
            ))}
          </ul>
        </nav>
        <div class="account-sections">
          <LeftRowContext.Provider value={props.left ?? ''}>
            {accountSections.map(({ id, Part }) => (
              <Part key={id} {...props} />
            ))}
          </LeftRowContext.Provider>
        </div>
      </div>
    </Layout>
  );
}
