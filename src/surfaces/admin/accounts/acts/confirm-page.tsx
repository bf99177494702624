import { ConfirmForm } from '../../../../kit/ui/console/confirm-form.tsx';
import type { ConsoleFrame } from '../../../../kit/ui/console/console-page.tsx';
import { controlOf, errorIdOf, Field } from '../../../../kit/ui/fields.tsx';
import type { FormProblem } from '../../../../kit/ui/site.ts';
import { Text } from '../../../../kit/ui/text.tsx';
import { type Say, useWords } from '../../../../kit/words/index.ts';
import type { AccountRow } from '../../../../people/accounts/index.ts';
import type { IdentityView } from '../../../../people/outside/index.ts';
import { PageBelow } from '../../frame/section-page.tsx';
import { crumbOf } from '../../person-name.tsx';
import type { ConfirmedAct } from './account-acts.ts';

interface ConfirmActPageProps {
  frame: ConsoleFrame;
  account: Pick<AccountRow, 'id' | 'username'>;
  act: ConfirmedAct;
  reason?: string | undefined;
  /** What was typed for what the act asks for. */
  text?: string;
  problem?: FormProblem | undefined;
  /** Of which one is taken away. */
  identities?: readonly IdentityView[];
}

/** Asks before something is done to an account, and for the reason. */
export function ConfirmActPage({
  frame,
  account,
  act,
  reason,
  text = '',
  problem,
  ...more
}: ConfirmActPageProps) {
  const { accounts } = useWords().admin;
  const said = accounts.person.acts[act.name];
  const typed = { text, problem };
  const person = crumbOf(account);
  return (
    <PageBelow
      frame={frame}
      section="accounts"
      title={`${said.title}: ${account.username}`}
      heading={said.ask(<bdi>{account.username}</bdi>)}
      above={[person]}
    >
      <ConfirmForm
        action={`${person.href}/${act.name}`}
        consequences={said.consequences}
        submit={said.label}
        cancel={person.href}
        danger={act.danger === true}
        asksReason={act.needsReason ? true : 'optional'}
        reason={reason}
        problem={problem}
        controls={act.asks ? { [act.asks]: act.asks } : {}}
      >
        {act.asks === 'passkeys' && <PasskeysToo error={problem?.fields.passkeys} />}
        {act.asks === 'username' && <NewText name="username" label={accounts.acts.newUsername} {...typed} />}
        {act.asks === 'email' && <NewText name="email" label={accounts.acts.newEmail} {...typed} />}
        {more.identities && <WhichIdentity identities={more.identities} {...typed} />}
      </ConfirmForm>
    </PageBelow>
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

interface WhichIdentityProps extends Omit<NewTextProps, 'name' | 'label'> {
  identities: readonly IdentityView[];
}

function WhichIdentity({ identities, text, problem }: WhichIdentityProps) {
  const { identity: label } = useWords().admin.accounts.acts;
  const field = { id: 'identity', name: 'identity', label, error: problem?.fields.identity };
  return (
    <Field {...field}>
      <select {...controlOf(field)}>
        {identities.map(({ id, label: provider, name }) => (
          <option key={id} value={id} selected={id === text}>
            {name === null ? provider : `${provider}: ${name}`}
          </option>
        ))}
      </select>
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
