import { FormPage } from '../../kit/ui/form-page.tsx';
import { NewPasswordField, type PasswordRules } from '../../kit/ui/password-field.tsx';
import type { FormProblem, Site } from '../../kit/ui/site.ts';
import { useWords } from '../../kit/words/index.ts';

interface NewPasswordPageProps {
  site: Site;
  next: string;
  rules: PasswordRules;
  username: string;
  problem?: FormProblem | undefined;
}

/** For an account whose password is too weak to sign in with: it chooses a new one first. */
export function NewPasswordPage({ site, next, rules, username, problem }: NewPasswordPageProps) {
  const { account, newPassword: said } = useWords().loginSteps;
  return (
    <FormPage
      site={site}
      title={said.title}
      lead={said.lead}
      action="/login/new-password"
      controls={{ newPassword: 'new-password' }}
      problem={problem}
      submit={said.submit}
      scripts={['password.js']}
    >
      <p class="identity">{account(<bdi>{username}</bdi>)}</p>
      <input type="text" autocomplete="username" value={username} readonly hidden />
      <NewPasswordField
        id="new-password"
        name="newPassword"
        label={said.password}
        rules={rules}
        context={[site.name, username]}
        error={problem?.fields.newPassword}
        alone
        first={!problem}
      />
      <input type="hidden" name="next" value={next} />
    </FormPage>
  );
}
