import { ConfirmForm } from '../../../../kit/ui/console/confirm-form.tsx';
import { type ConsoleFrame, ConsolePage } from '../../../../kit/ui/console/console-page.tsx';
import { PageHead } from '../../../../kit/ui/console/page-head.tsx';
import { controlOf, Field } from '../../../../kit/ui/fields.tsx';
import type { FormProblem } from '../../../../kit/ui/site.ts';
import { Text } from '../../../../kit/ui/text.tsx';
import { useWords } from '../../../../kit/words/index.ts';

interface NewAccountPageProps {
  frame: ConsoleFrame;
  hasMail: boolean;
  typed: Readonly<Record<'username' | 'email' | 'reason', string>>;
  problem?: FormProblem | undefined;
}

/** `/admin/accounts/new`. */
export function NewAccountPage({ frame, hasMail, typed, problem }: NewAccountPageProps) {
  const { newAccount: said, frame: named } = useWords().admin;
  const username = {
    ...{ id: 'username', name: 'username', label: said.username, hint: said.usernameHint },
    ...{ error: problem?.fields.username, first: problem === undefined },
  };
  const email = {
    ...{ id: 'email', name: 'email', label: said.email },
    ...{ hint: <Text text={hasMail ? said.emailHint : said.noMail} />, error: problem?.fields.email },
  };
  return (
    <ConsolePage frame={frame} here="/admin/accounts" title={said.title}>
      <PageHead
        title={said.title}
        lead={said.lead}
        crumbs={[{ href: '/admin/accounts', label: named.pages.accounts }]}
      />
      <ConfirmForm
        action="/admin/accounts/new"
        consequences={[]}
        submit={said.submit}
        cancel="/admin/accounts"
        asksReason="optional"
        reason={typed.reason}
        problem={problem}
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
    </ConsolePage>
  );
}
