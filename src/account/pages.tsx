import type { VNode } from 'preact';
import { Layout } from '../kit/ui/layout.tsx';
import { passkeyScript } from '../kit/ui/passkey.tsx';
import type { PasswordRules } from '../kit/ui/password-field.tsx';
import type { Done, FormProblem, Site, Viewer } from '../kit/ui/site.ts';
import { Time } from '../kit/ui/time.tsx';
import { useWords, type Words } from '../kit/words/index.ts';
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
  rules: PasswordRules;
  /** Undefined where the site doesn't show it. */
  data: DocumentView | undefined;
  sessions: SessionView[];
  security: SecurityOverview;
  /** Undefined where no mail would reach anybody. */
  email?: EmailState | undefined;
  emailProblem?: FormProblem | undefined;
  done?: Done | undefined;
  passwordProblem?: FormProblem | undefined;
  deleteProblem?: FormProblem | undefined;
}

interface AccountSection {
  /** Where `/account#id` leads. */
  readonly id: keyof Words['account']['sections'];
  isThere?(props: AccountPageProps): boolean;
  Part(props: AccountPageProps): VNode;
}

/** The sections of the page, in their order; the list at its head leads to each. */
export const accountSections: readonly AccountSection[] = [
  {
    id: 'data',
    isThere: ({ data }) => data !== undefined,
    Part: ({ data, done }) => <>{data && <DataSection data={data} done={done} />}</>,
  },
  {
    id: 'sessions',
    Part: ({ sessions, done }) => <SessionsSection sessions={sessions} done={done} />,
  },
  {
    id: 'email',
    isThere: ({ email }) => email !== undefined,
    Part: ({ email, emailProblem, done }) => (
      <>{email && <EmailSection email={email} problem={emailProblem} done={done} />}</>
    ),
  },
  {
    id: 'security',
    Part: ({ security, done }) => <SecuritySection overview={security} done={done} />,
  },
  {
    id: 'password',
    Part: ({ site, account, security: { hasPassword }, rules, passwordProblem, done }) => (
      <PasswordSection
        site={site}
        username={account.username}
        hasPassword={hasPassword}
        rules={rules}
        problem={passwordProblem}
        done={done}
      />
    ),
  },
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
  const shown = accountSections.filter(({ isThere }) => isThere?.(props) ?? true);
  return (
    <Layout
      site={site}
      viewer={viewer}
      title={said.page.title}
      failed={failed}
      scripts={['password.js', ...(data ? ['data-editor.js'] : []), passkeyScript]}
    >
      <div class="account">
        <header class="account-head">
          <p class="eyebrow">{said.page.title}</p>
          <h1>
            <bdi>{account.username}</bdi>
          </h1>
          <p class="account-since">
            <span>{said.page.registered(<Time iso={account.createdAt} />)}</span>
            {account.lastLoginAt !== null && (
              <span>{said.page.lastLogin(<Time iso={account.lastLoginAt} show="ago" />)}</span>
            )}
          </p>
        </header>
        <nav class="account-nav" aria-label={said.page.sections}>
          <ul>
            {shown.map(({ id }) => (
              <li key={id}>
                <a href={`#${id}`}>{said.sections[id]}</a>
              </li>
            ))}
          </ul>
        </nav>
        <div class="account-sections">
          {shown.map(({ id, Part }) => (
            <Part key={id} {...props} />
          ))}
        </div>
      </div>
    </Layout>
  );
}
