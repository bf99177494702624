import { ConfirmForm } from '../../../../kit/ui/console/confirm-form.tsx';
import { type ConsoleFrame, ConsolePage } from '../../../../kit/ui/console/console-page.tsx';
import { PageHead } from '../../../../kit/ui/console/page-head.tsx';
import { controlOf, errorIdOf, Field } from '../../../../kit/ui/fields.tsx';
import type { FormProblem } from '../../../../kit/ui/site.ts';
import { Text } from '../../../../kit/ui/text.tsx';
import { type Say, useWords } from '../../../../kit/words/index.ts';
import type { AccountRow } from '../../../../people/accounts/index.ts';
import type { ConfirmedAct } from './account-acts.ts';

interface ConfirmActPageProps {
  frame: ConsoleFrame;
  account: Pick<AccountRow, 'id' | 'username'>;
  act: ConfirmedAct;
  reason?: string | undefined;
  /** What was typed for what the act asks for. */
  text?: string;
  problem?: FormProblem | undefined;
}

/** Asks before something is done to an account, and for the reason. */
export function ConfirmActPage({ frame, account, act, reason, text = '', problem }: ConfirmActPageProps) {
  const { accounts, frame: named } = useWords().admin;
  const said = accounts.person.acts[act.name];
  const typed = { text, problem };
  const person = `/admin/accounts/${account.id}`;
  return (
    <ConsolePage frame={frame} here="/admin/accounts" title={`${said.title}: ${account.username}`}>
      <PageHead
        title={said.ask(<bdi>{account.username}</bdi>)}
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
        asksReason={act.needsReason ? true : 'optional'}
        reason={reason}
        problem={problem}
        controls={act.asks ? { [act.asks]: act.asks } : {}}
      >
        {act.asks === 'passkeys' && <PasskeysToo error={problem?.fields.passkeys} />}
        {act.asks === 'username' && <NewText name="username" label={accounts.acts.newUsername} {...typed} />}
        {act.asks === 'email' && <NewText name="email" label={accounts.acts.newEmail} {...typed} />}
      </ConfirmForm>
    </ConsolePage>
  );
}

interface NewTextProps {
  name: 'username' | 'email';
  label: string;
  text: string;
  problem: FormProblem | undefined;
}

function NewText({ name, label, text, problem }: NewTextProps) {
  const field = { id: name, name, label, error: problem?.fields[name], first: problem === undefined };
  return (
    <Field {...field}>
      {name === 'email' ? (
        <input {...controlOf(field)} type="email" value={text} autocomplete="off" />
      ) : (
        <input {...controlOf(field)} type="text" value={text} autocomplete="off" />
      )}
    </Field>
  );
}

function PasskeysToo({ error }: { error: Say | undefined }) {
  const words = useWords();
  return (
    <div class={error ? 'field field-wrong' : 'field'}>
      <div class="check">
        <input
          id="passkeys"
          name="passkeys"
          type="checkbox"
          value="on"
          aria-describedby={error && errorIdOf('passkeys')}
        />
        <label for="passkeys">{words.admin.accounts.acts.passkeysToo}</label>
      </div>
      {error && (
        <p class="field-error" id={errorIdOf('passkeys')}>
          <Text text={error(words)} />
        </p>
      )}
    </div>
  );
}
