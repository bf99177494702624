import { ProblemSummary } from '../kit/ui/form-problem.tsx';
import { CurrentPasswordField, NewPasswordField, type PasswordRules } from '../kit/ui/password-field.tsx';
import { Cancel, Change, Row } from '../kit/ui/row.tsx';
import type { Done, FormProblem, Site } from '../kit/ui/site.ts';
import { useWords } from '../kit/words/index.ts';

interface PasswordSectionProps {
  site: Site;
  username: string;
  hasPassword: boolean;
  rules: PasswordRules;
  problem: FormProblem | undefined;
  done: Done | undefined;
}

/** Change the password, or set the first. The hidden name tells a password manager whose password it is. */
export function PasswordRow({ site, username, hasPassword, rules, problem, done }: PasswordSectionProps) {
  const { password: said } = useWords().account;
  const { lead, submit } = hasPassword ? said.change : said.set;
  return (
    <Row id="password" title={said.title} value={hasPassword ? said.hidden : said.none} done={done}>
      <Change
        of="password"
        label={hasPassword ? said.open.change : said.open.set}
        what={said.title}
        open={problem !== undefined}
      >
        <p class="hint">{lead}</p>
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
              label={said.current}
              error={problem?.fields.currentPassword}
            />
          )}
          <NewPasswordField
            id="new-password"
            name="newPassword"
            label={said.new}
            rules={rules}
            context={[site.name, username]}
            error={problem?.fields.newPassword}
          />
          <p class="actions">
            <button class="button" type="submit">
              {submit}
            </button>
            <Cancel />
          </p>
        </form>
      </Change>
    </Row>
  );
}

/** The end of the account, behind a fold and the password, or a verification where there is none. */
export function DeleteSection({
  username,
  hasPassword,
  problem,
}: Pick<PasswordSectionProps, 'username' | 'hasPassword' | 'problem'>) {
  const { delete: said } = useWords().account;
  return (
    <section class="card card-rows card-danger" id="delete" aria-labelledby="delete-title">
      <h2 id="delete-title">{said.title}</h2>
      <p class="card-lead">{said.lead}</p>
      <Change of="delete" label={said.open} what={said.title} open={problem !== undefined} danger>
        <form class="form form-narrow" method="post" action="/account/delete">
          <ProblemSummary problem={problem} controls={{ password: 'delete-password' }} />
          <input type="text" autocomplete="username" value={username} readonly hidden />
          {hasPassword && (
            <CurrentPasswordField
              id="delete-password"
              name="password"
              label={said.password}
              error={problem?.fields.password}
              alone
            />
          )}
          <p class="actions">
            <button class="button button-danger" type="submit">
              {said.submit}
            </button>
            <Cancel />
          </p>
        </form>
      </Change>
    </section>
  );
}
