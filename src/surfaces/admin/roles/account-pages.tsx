import type { ComponentChildren } from 'preact';
import { ConfirmForm } from '../../../kit/ui/console/confirm-form.tsx';
import type { ConsoleFrame } from '../../../kit/ui/console/console-page.tsx';
import { DataTable, RowLink } from '../../../kit/ui/console/data-table.tsx';
import { Empty } from '../../../kit/ui/console/facts.tsx';
import { Panel } from '../../../kit/ui/console/panel.tsx';
import { Notice } from '../../../kit/ui/form-problem.tsx';
import type { FormProblem } from '../../../kit/ui/site.ts';
import { type Say, useWords } from '../../../kit/words/index.ts';
import type { RoleGrant, RoleOverview } from '../../../operate/roles/index.ts';
import type { AccountRow } from '../../../people/accounts/index.ts';
import { EndField } from '../ends.tsx';
import { PageBelow } from '../frame/section-page.tsx';
import { crumbOf } from '../person-name.tsx';
import { AboutRole, KindBadge, PermissionCount } from './list-page.tsx';
import { May, Since, Until } from './role-page.tsx';

/** A role that an account holds or could be given. */
export interface RoleOfAccount {
  readonly role: RoleOverview;
  readonly held: RoleGrant | undefined;
  /** Whether the viewer may give it. */
  readonly mayGive: boolean;
}

interface AccountRolesPageProps {
  frame: ConsoleFrame;
  account: Pick<AccountRow, 'id' | 'username'>;
  roles: readonly RoleOfAccount[];
  /** Why the viewer can change none of them; `unseen` where it's not for them to say. */
  fixed: 'own' | 'higher' | 'unseen' | undefined;
  done: Say | undefined;
}

/** `/admin/accounts/:id/roles`: what an account holds, and what it could be given. */
export function AccountRolesPage({ frame, account, roles, fixed, done }: AccountRolesPageProps) {
  const said = useWords().admin.accountRoles;
  const held = roles.filter((one) => one.held);
  const others = roles.filter((one) => !one.held);
  const mayAct = fixed === undefined;
  return (
    <RolesOf frame={frame} account={account} title={said.title}>
      {fixed && fixed !== 'unseen' && <Notice warns text={({ admin }) => admin.accountRoles.fixed[fixed]} />}
      <Notice text={done} />
      <Panel id="held" title={said.held} count={String(held.length)} flush>
        <Held account={account} roles={held} mayAct={mayAct} />
      </Panel>
      {mayAct && (
        <Panel id="others" title={said.others} count={String(others.length)} flush>
          <Others account={account} roles={others} />
        </Panel>
      )}
    </RolesOf>
  );
}

interface RolesOfProps extends Pick<AccountRolesPageProps, 'frame' | 'account'> {
  title: string;
  /** Whether it's below the page of all roles of the account. */
  isBelow?: boolean;
  children: ComponentChildren;
}

function RolesOf({ frame, account, title, isBelow = false, children }: RolesOfProps) {
  const said = useWords().admin.accountRoles;
  const person = crumbOf(account);
  return (
    <PageBelow
      frame={frame}
      section="accounts"
      title={`${title}: ${account.username}`}
      heading={title}
      lead={!isBelow && said.lead}
      above={[person, ...(isBelow ? [{ href: `${person.href}/roles`, label: said.title }] : [])]}
    >
      {children}
    </PageBelow>
  );
}

const actLook = 'button button-quiet button-row';

interface ListProps extends Pick<AccountRolesPageProps, 'account' | 'roles'> {}

const addressOf = ({ id }: Pick<AccountRow, 'id'>, { name }: RoleOverview, act: 'grant' | 'revoke') =>
  `/admin/accounts/${id}/roles/${name}/${act}`;

function Held({ account, roles, mayAct }: ListProps & { mayAct: boolean }) {
  const { accountRoles: said, roles: named } = useWords().admin;
  const { columns } = said;
  return (
    <DataTable
      caption={said.held}
      columns={[
        { label: columns.role },
        { label: columns.kind, short: true },
        { label: named.holders.columns.since, short: true },
        { label: named.holders.columns.until, short: true },
        ...(mayAct ? [{ label: columns.change, short: true }] : []),
      ]}
      rows={roles.map(({ role, held, mayGive }) => ({
        key: role.id,
        cells: [
          <RoleLink key="role" role={role} />,
          <KindBadge key="kind" kind={role.kind} />,
          held && <Since key="since" at={held.grantedAt} by={held.grantedBy} />,
          held && <Until key="until" at={held.expiresAt} />,
          ...(mayAct
            ? [
                <span key="change" class="cell-acts">
                  {mayGive && role.kind === 'admin' && (
                    <RowLink
                      class={actLook}
                      href={addressOf(account, role, 'grant')}
                      label={said.changeEnd}
                      of={role.name}
                    />
                  )}
                  <RowLink
                    class={actLook}
                    href={addressOf(account, role, 'revoke')}
                    label={said.revoke.link}
                    of={role.name}
                  />
                </span>,
              ]
            : []),
        ],
      }))}
      empty={<Empty title={said.none.title} text={mayAct ? said.none.text : undefined} />}
    />
  );
}

function Others({ account, roles }: ListProps) {
  const { accountRoles: said, roles: named } = useWords().admin;
  const { columns } = said;
  return (
    <DataTable
      caption={said.others}
      columns={[
        { label: columns.role },
        { label: columns.kind, short: true },
        { label: named.columns.permissions, short: true },
        { label: columns.change },
      ]}
      rows={roles.map(({ role, mayGive }) => ({
        key: role.id,
        cells: [
          <RoleLink key="role" role={role} />,
          <KindBadge key="kind" kind={role.kind} />,
          <PermissionCount key="permissions" {...role} />,
          mayGive ? (
            <RowLink
              class={actLook}
              key="change"
              href={addressOf(account, role, 'grant')}
              label={said.grant.link}
              of={role.name}
            />
          ) : (
            <span key="change" class="cell-note">
              {named.tooMuch}
            </span>
          ),
        ],
      }))}
      empty={<Empty title={said.noOthers} />}
    />
  );
}

function RoleLink({ role }: { role: RoleOverview }) {
  return (
    <>
      <a href={`/admin/roles/${role.id}`}>{role.name}</a>
      <AboutRole {...role} />
    </>
  );
}

interface ChangeRolePageProps extends Pick<AccountRolesPageProps, 'frame' | 'account'> {
  role: RoleOverview;
  problem?: FormProblem | undefined;
  reason?: string | undefined;
}

interface GrantRolePageProps extends ChangeRolePageProps {
  now: number;
  until: string;
  isHeld: boolean;
}

/** `/admin/accounts/:id/roles/:role/grant`. */
export function GrantRolePage({ frame, account, role, ...props }: GrantRolePageProps) {
  const { now, until, isHeld, problem, reason } = props;
  const { grant, changeEnd } = useWords().admin.accountRoles;
  const { username } = account;
  const consequences =
    role.kind === 'app'
      ? grant.forApps(username)
      : isHeld
        ? grant.again(username)
        : grant.forConsole(username);
  return (
    <RolesOf frame={frame} account={account} isBelow title={isHeld ? changeEnd : grant.title(role.name)}>
      <May role={role} />
      <ConfirmForm
        action={addressOf(account, role, 'grant')}
        consequences={consequences}
        submit={isHeld ? grant.save : grant.submit}
        cancel={`/admin/accounts/${account.id}/roles`}
        asksReason="optional"
        {...{ reason, problem }}
        controls={role.kind === 'admin' ? { until: 'until' } : {}}
      >
        {role.kind === 'admin' && (
          <EndField name="until" label={grant.until} now={now} chosen={until} error={problem?.fields.until} />
        )}
      </ConfirmForm>
    </RolesOf>
  );
}

/** `/admin/accounts/:id/roles/:role/revoke`. */
export function RevokeRolePage({ frame, account, role, problem, reason }: ChangeRolePageProps) {
  const { revoke } = useWords().admin.accountRoles;
  return (
    <RolesOf frame={frame} account={account} isBelow title={revoke.title(role.name)}>
      <ConfirmForm
        action={addressOf(account, role, 'revoke')}
        consequences={
          role.kind === 'app' ? revoke.forApps(account.username) : revoke.forConsole(account.username)
        }
        submit={revoke.submit}
        cancel={`/admin/accounts/${account.id}/roles`}
        asksReason="optional"
        danger
        {...{ reason, problem }}
      />
    </RolesOf>
  );
}
