import { ConfirmForm } from '../../../../kit/ui/console/confirm-form.tsx';
import type { ConsoleFrame } from '../../../../kit/ui/console/console-page.tsx';
import { controlOf, Field } from '../../../../kit/ui/fields.tsx';
import type { FormProblem } from '../../../../kit/ui/site.ts';
import { Text } from '../../../../kit/ui/text.tsx';
import { useWords } from '../../../../kit/words/index.ts';
import { PageBelow } from '../../frame/section-page.tsx';

interface NewAccountPageProps {
  frame: ConsoleFrame;
  hasMail: boolean;
  typed: Readonly<Record<'username' | 'email', string>>;
  reason?: string | undefined;
  problem?: FormProblem | undefined;
}

/** `/admin/accounts/new`. */
export function NewAccountPage({ frame, hasMail, typed, reason, problem }: NewAccountPageProps) {
  const said = useWords().admin.newAccount;
  const username = {
    ...{ id: 'username', name: 'username', label: said.username, hint: said.usernameHint },
    ...{ error: problem?.fields.username, first: problem === undefined },
  };
  const email = {
    ...{ id: 'email', name: 'email', label: said.email },
    ...{ hint: <Text text={hasMail ? said.emailHint : said.noMail} />, error: problem?.fields.email },
  };
  return (
    <PageBelow frame={frame} section="accounts" title={said.title} lead={said.lead}>
      <ConfirmForm
        action="/admin/accounts/new"
        consequences={[]}
        submit={said.submit}
        cancel="/admin/accounts"
        asksReason="optional"
        {...{ reason, problem }}
        controls={{ username: 'username', email: 'email' }}
      >
        <Field {...username}>
          <input
            {...controlOf(username)}
            type="text"
            value={typed.username}
            maxlength={256}
            required={false}
            autocomplete="off"
          />
        </Field>
        <Field {...email}>
          <input
            {...controlOf(email)}
            type="email"
            value={typed.email}
            maxlength={512}
            required={false}
            autocomplete="off"
          />
        </Field>
        <p class="hint">
          <Text text={said.withoutEmail} />
        </p>
      </ConfirmForm>
    </PageBelow>
  );
}
