import { ProblemSummary, SectionNotice } from '../kit/ui/form-problem.tsx';
import { CurrentPasswordField, NewPasswordField, type PasswordRules } from '../kit/ui/password-field.tsx';
import type { Done, FormProblem, Site } from '../kit/ui/site.ts';

interface PasswordSectionProps {
  site: Site;
  username: string;
  hasPassword: boolean;
  rules: PasswordRules;
  problem: FormProblem | undefined;
  done: Done | undefined;
}

/** Change the password, or set the first. The hidden name tells a password manager whose password it is. */
export function PasswordSection({ site, username, hasPassword, rules, problem, done }: PasswordSectionProps) {
  return (
    <section class="card" id="password" aria-labelledby="password-title">
      <h2 id="password-title">Password</h2>
      <SectionNotice of="password" done={done} />
      <p class="card-lead">
        {hasPassword
          ? 'When it changes, every other session ends. This one goes on.'
          : "You don't have one. With a password you can sign in even without your email or passkey. Setting it ends all your other sessions."}
      </p>
      <form class="form form-narrow" method="post" action="/account/password">
        <ProblemSummary
          problem={problem}
          controls={{ currentPassword: 'current-password', newPassword: 'new-password' }}
        />
        <input type="text" autocomplete="username" value={username} readonly hidden />
        {hasPassword && (
          <CurrentPasswordField
            id="current-password"
            name="currentPassword"
            label="Current password"
            error={problem?.fields.currentPassword}
          />
        )}
        <NewPasswordField
          id="new-password"
          name="newPassword"
          label="New password"
          rules={rules}
          context={[site.name, username]}
          error={problem?.fields.newPassword}
        />
        <p class="actions">
          <button class="button" type="submit">
            {hasPassword ? 'Change password' : 'Set password'}
          </button>
        </p>
      </form>
    </section>
  );
}

/** The end of the account, behind a fold and the password, or a verification where there is none. */
export function DeleteSection({
  username,
  hasPassword,
  problem,
}: Pick<PasswordSectionProps, 'username' | 'hasPassword' | 'problem'>) {
  return (
    <section class="card card-danger" id="delete" aria-labelledby="delete-title">
      <h2 id="delete-title">Delete this account</h2>
      <p class="card-lead">Your name, your data and all sessions are removed at once. It cannot be undone.</p>
      <details class="fold fold-danger" open={problem !== undefined}>
        <summary>I want to delete it</summary>
        <form class="form form-narrow" method="post" action="/account/delete">
          <ProblemSummary problem={problem} controls={{ password: 'delete-password' }} />
          <input type="text" autocomplete="username" value={username} readonly hidden />
          {hasPassword && (
            <CurrentPasswordField
              id="delete-password"
              name="password"
              label="Your password, to be sure it is you"
              error={problem?.fields.password}
              alone
            />
          )}
          <p class="actions">
            <button class="button button-danger" type="submit">
              Delete my account for good
            </button>
          </p>
        </form>
      </details>
    </section>
  );
}
