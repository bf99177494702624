import { ConfirmForm } from '../../../../kit/ui/console/confirm-form.tsx';
import { type ConsoleFrame, ConsolePage } from '../../../../kit/ui/console/console-page.tsx';
import { PageHead } from '../../../../kit/ui/console/page-head.tsx';
import type { FormProblem } from '../../../../kit/ui/site.ts';
import { useWords } from '../../../../kit/words/index.ts';
import type { AccountRow } from '../../../../people/accounts/index.ts';
import type { AccountAct } from './account-acts.ts';

interface ConfirmActPageProps {
  frame: ConsoleFrame;
  account: Pick<AccountRow, 'id' | 'username'>;
  act: AccountAct;
  reason?: string;
  problem?: FormProblem | undefined;
}

/** Asks before something is done to an account, and for the reason. */
export function ConfirmActPage({ frame, account, act, reason, problem }: ConfirmActPageProps) {
  const { accounts, frame: named } = useWords().admin;
  const said = accounts.person.acts[act.name];
  const person = `/admin/accounts/${account.id}`;
  return (
    <ConsolePage frame={frame} here="/admin/accounts" title={`${said.title}: ${account.username}`}>
      <PageHead
        title={said.title}
        crumbs={[
          { href: '/admin/accounts', label: named.pages.accounts },
          { href: person, label: account.username },
        ]}
      />
      <ConfirmForm
        action={`${person}/${act.name}`}
        consequences={said.consequences}
        submit={said.label}
        cancel={person}
        danger={act.danger === true}
        asksReason={act.needsReason}
        reason={reason}
        problem={problem}
      >
        {act.asksPasskeys && (
          <div class="check">
            <input id="passkeys" name="passkeys" type="checkbox" value="on" />
            <label for="passkeys">{accounts.acts.passkeysToo}</label>
          </div>
        )}
      </ConfirmForm>
    </ConsolePage>
  );
}
