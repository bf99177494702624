import { isoTime } from '../../../kit/clock.ts';
import { ConfirmForm } from '../../../kit/ui/console/confirm-form.tsx';
import type { ConsoleFrame } from '../../../kit/ui/console/console-page.tsx';
import { CodeChip, Facts, NothingToDo } from '../../../kit/ui/console/facts.tsx';
import { Panel } from '../../../kit/ui/console/panel.tsx';
import { controlOf, Field } from '../../../kit/ui/fields.tsx';
import type { FormProblem } from '../../../kit/ui/site.ts';
import { Text } from '../../../kit/ui/text.tsx';
import { Time } from '../../../kit/ui/time.tsx';
import { useWords } from '../../../kit/words/index.ts';
import type { ListedToken } from '../../../operate/roles/index.ts';
import { type Permission, permissionKinds } from '../../../people/roles/index.ts';
import { EndField } from '../ends.tsx';
import { PageBelow } from '../frame/section-page.tsx';
import { PermissionChoices } from '../roles/permissions.tsx';
import { LastUsed, Maker, stateOf, TokenBadge } from './parts.tsx';

interface NewTokenPageProps {
  frame: ConsoleFrame;
  held: ReadonlySet<Permission>;
  now: number;
  typed: Readonly<Record<'name' | 'addresses' | 'expiresAt', string>>;
  chosen: readonly string[];
  reason?: string | undefined;
  problem?: FormProblem | undefined;
}

/** `/admin/tokens/new`. */
export function NewTokenPage({ frame, held, now, typed, chosen, reason, problem }: NewTokenPageProps) {
  const { tokens, roles } = useWords().admin;
  const said = tokens.form;
  const name = {
    ...{ id: 'name', name: 'name', label: said.name, hint: said.nameHint },
    ...{ error: problem?.fields.name, first: problem === undefined },
  };
  const obstacleOf = (permission: Permission) => {
    if (permissionKinds[permission] === 'person') return said.onlyPeople;
    return held.has(permission) ? undefined : roles.lacking;
  };
  return (
    <PageBelow frame={frame} section="tokens" title={said.title} lead={tokens.lead}>
      <ConfirmForm
        action="/admin/tokens/new"
        consequences={[]}
        submit={said.submit}
        cancel="/admin/tokens"
        asksReason="optional"
        wide
        {...{ reason, problem }}
        controls={{
          ...{ name: 'name', expiresAt: 'expiresAt' },
          ...{ permissions: 'permissions', addresses: 'addresses' },
        }}
      >
        <Field {...name}>
          <input {...controlOf(name)} type="text" value={typed.name} maxlength={100} autocomplete="off" />
        </Field>
        <EndField
          name="expiresAt"
          label={said.expires}
          now={now}
          chosen={typed.expiresAt}
          usual={90}
          error={problem?.fields.expiresAt}
        />
        <PermissionChoices
          chosen={chosen}
          obstacleOf={obstacleOf}
          error={problem?.fields.permissions}
          hint={said.permissionsHint}
        />
        <Addresses text={typed.addresses} problem={problem} />
      </ConfirmForm>
    </PageBelow>
  );
}

function Addresses({ text, problem }: { text: string; problem: FormProblem | undefined }) {
  const said = useWords().admin.tokens.form;
  const field = {
    ...{ id: 'addresses', name: 'addresses', label: said.addresses },
    ...{ hint: <Text text={said.addressesHint} />, error: problem?.fields.addresses },
  };
  return (
    <Field {...field}>
      <textarea {...controlOf(field)} required={false} rows={2}>
        {`\n${text}`}
      </textarea>
    </Field>
  );
}

/** The answer to the form, which shows the token this once. */
export function MadeTokenPage({ frame, token, name }: { frame: ConsoleFrame; token: string; name: string }) {
  const said = useWords().admin.tokens.made;
  const header = `Authorization: Bearer ${token}`;
  return (
    <PageBelow frame={frame} section="tokens" title={said.title} lead={said.lead}>
      <Panel id="token" title={name}>
        <Facts
          facts={[
            [said.token, <CodeChip key="token" code={token} label={said.token} />],
            [said.header, <CodeChip key="header" code={header} label={said.header} />],
          ]}
        />
        <p class="actions">
          <a class="button" href="/admin/tokens">
            {said.done}
          </a>
        </p>
      </Panel>
    </PageBelow>
  );
}

interface RevokeTokenPageProps {
  frame: ConsoleFrame;
  token: ListedToken;
  now: number;
  reason?: string | undefined;
  problem?: FormProblem | undefined;
}

/** `/admin/tokens/:id/revoke`. */
export function RevokeTokenPage({ frame, token, now, reason, problem }: RevokeTokenPageProps) {
  const { columns, revoke, anyAddress } = useWords().admin.tokens;
  const state = stateOf(token, now);
  return (
    <PageBelow frame={frame} section="tokens" title={revoke.title} badges={<TokenBadge state={state} />}>
      <Panel id="token" title={token.name}>
        <Facts
          facts={[
            [columns.permissions, token.permissions.join(', ')],
            [columns.addresses, token.addresses.join(', ') || anyAddress],
            [columns.maker, <Maker key="maker" {...token} />],
            [columns.lastUsed, <LastUsed key="used" {...token} />],
            [columns.expires, <Time key="expires" iso={isoTime(token.expiresAt)} />],
          ]}
        />
      </Panel>
      {state === 'active' ? (
        <ConfirmForm
          action={`/admin/tokens/${token.id}/revoke`}
          consequences={revoke.consequences}
          submit={revoke.submit}
          cancel="/admin/tokens"
          asksReason="optional"
          danger
          {...{ reason, problem }}
        />
      ) : (
        <NothingToDo title={revoke.over} href="/admin/tokens" back={revoke.back} />
      )}
    </PageBelow>
  );
}
