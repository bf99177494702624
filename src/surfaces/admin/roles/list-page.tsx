import { Badge } from '../../../kit/ui/console/badge.tsx';
import type { ConsoleFrame } from '../../../kit/ui/console/console-page.tsx';
import { DataTable } from '../../../kit/ui/console/data-table.tsx';
import { Panel } from '../../../kit/ui/console/panel.tsx';
import { Notice } from '../../../kit/ui/form-problem.tsx';
import { type Say, useWords } from '../../../kit/words/index.ts';
import type { RoleOverview } from '../../../operate/roles/index.ts';
import { builtInRoles, everyPermission } from '../../../people/roles/index.ts';
import { SectionPage } from '../frame/section-page.tsx';

interface RolesPageProps {
  frame: ConsoleFrame;
  roles: readonly RoleOverview[];
  mayCreate: boolean;
  done: Say | undefined;
}

/** `/admin/roles`: all roles, those for the console first. */
export function RolesPage({ frame, roles, mayCreate, done }: RolesPageProps) {
  const said = useWords().admin.roles;
  const { columns } = said;
  return (
    <SectionPage
      frame={frame}
      section="roles"
      lead={said.lead}
      actions={
        mayCreate && (
          <a class="button" href="/admin/roles/new">
            {said.create}
          </a>
        )
      }
    >
      <Notice text={done} />
      <Panel id="roles" title={said.list} count={String(roles.length)} flush>
        <DataTable
          caption={said.caption}
          columns={[
            { label: columns.role },
            { label: columns.kind, short: true },
            { label: columns.permissions, short: true },
            { label: columns.holders, align: 'end' },
          ]}
          rows={roles
            .toSorted((one, other) => Number(one.kind === 'app') - Number(other.kind === 'app'))
            .map((role) => ({
              key: role.id,
              cells: [
                <RoleName key="name" role={role} />,
                <>
                  <KindBadge kind={role.kind} /> {role.isBuiltIn && <Badge>{said.builtIn}</Badge>}
                </>,
                <PermissionCount key="permissions" {...role} />,
                String(role.holders),
              ],
            }))}
        />
      </Panel>
    </SectionPage>
  );
}

function RoleName({ role }: { role: RoleOverview }) {
  return (
    <>
      <a href={`/admin/roles/${role.id}`}>{role.name}</a>
      <AboutRole {...role} />
    </>
  );
}

/** What a built-in role is for. */
export function AboutRole({ id }: Pick<RoleOverview, 'id'>) {
  const said = useWords().admin.roles;
  const role = builtInRoles.find((one) => one === id);
  return role ? <span class="cell-note">{said.about(role)}</span> : null;
}

/** Whether a role is for the console or for apps. */
export function KindBadge({ kind }: Pick<RoleOverview, 'kind'>) {
  return <Badge tone={kind === 'admin' ? 'info' : 'neutral'}>{useWords().admin.roles.kinds[kind]}</Badge>;
}

/** How many permissions a role has; a dash for one for apps. */
export function PermissionCount({ kind, permissions }: Pick<RoleOverview, 'kind' | 'permissions'>) {
  const said = useWords().admin.roles;
  if (kind === 'app') return <>–</>;
  const isAll = permissions.length === everyPermission.length;
  return <>{isAll ? said.allOf(permissions.length) : String(permissions.length)}</>;
}
