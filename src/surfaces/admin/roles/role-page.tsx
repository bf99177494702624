import { isoTime } from '../../../kit/clock.ts';
import { Badge } from '../../../kit/ui/console/badge.tsx';
import type { ConsoleFrame } from '../../../kit/ui/console/console-page.tsx';
import { DataTable, Pager } from '../../../kit/ui/console/data-table.tsx';
import { Empty } from '../../../kit/ui/console/facts.tsx';
import { Panel } from '../../../kit/ui/console/panel.tsx';
import { Notice } from '../../../kit/ui/form-problem.tsx';
import { Text } from '../../../kit/ui/text.tsx';
import { Time } from '../../../kit/ui/time.tsx';
import { type Say, useWords } from '../../../kit/words/index.ts';
import type { Holder, RoleOverview } from '../../../operate/roles/index.ts';
import { StateBadge } from '../accounts/list-page.tsx';
import { PageBelow } from '../frame/section-page.tsx';
import { PersonName } from '../person-name.tsx';
import { KindBadge } from './list-page.tsx';
import { PermissionList } from './permissions.tsx';

interface RolePageProps {
  frame: ConsoleFrame;
  role: RoleOverview;
  holders: readonly Holder[];
  /** Where the next holders are; undefined on the last page. */
  further: string | undefined;
  isFirst: boolean;
  /** Why the viewer can't change it. */
  fixed: 'builtInStays' | 'mayDoMore' | undefined;
  /** Whether the viewer may change roles at all. */
  mayChange: boolean;
  /** Whether names lead to people's pages. */
  mayOpenPeople: boolean;
  done: Say | undefined;
}

/** `/admin/roles/:id`: what a role lets its holders do, and who they are. */
export function RolePage({ frame, role, fixed, mayChange, done, ...held }: RolePageProps) {
  const said = useWords().admin.roles;
  const here = `/admin/roles/${role.id}`;
  const actions = mayChange && fixed === undefined && (
    <>
      {role.kind === 'admin' && (
        <a class="button button-quiet" href={`${here}/edit`}>
          {said.edit.link}
        </a>
      )}
      <a class="button button-quiet button-danger" href={`${here}/delete`}>
        {said.remove.link}
      </a>
    </>
  );
  return (
    <PageBelow
      frame={frame}
      section="roles"
      title={role.name}
      badges={
        <>
          <KindBadge kind={role.kind} />
          {role.isBuiltIn && <Badge>{said.builtIn}</Badge>}
        </>
      }
      lead={mayChange && fixed && said[fixed]}
      actions={actions}
    >
      <Notice text={done} />
      <May role={role} />
      <Holders role={role} {...held} />
    </PageBelow>
  );
}

/** What a role lets its holders do, in plain words. */
export function May({ role: { name, kind, permissions } }: { role: RoleOverview }) {
  const said = useWords().admin.roles;
  const count = kind === 'app' ? undefined : String(permissions.length);
  return (
    <Panel id="permissions" title={said.may} count={count}>
      {kind === 'app' ? (
        <p>
          <Text text={said.forApps(name)} />
        </p>
      ) : permissions.length === 0 ? (
        <Empty title={said.nothing.title} text={said.nothing.text} />
      ) : (
        <PermissionList permissions={permissions} />
      )}
    </Panel>
  );
}

type HoldersProps = Pick<RolePageProps, 'role' | 'holders' | 'further' | 'isFirst' | 'mayOpenPeople'>;

function Holders({ role, holders, further, isFirst, mayOpenPeople }: HoldersProps) {
  const said = useWords().admin.roles.holders;
  const { columns } = said;
  const asked = role.kind === 'admin' ? [{ label: columns.secondFactor, short: true }] : [];
  return (
    <Panel id="holders" title={said.title} count={String(role.holders)} flush>
      <DataTable
        caption={said.title}
        columns={[
          { label: columns.person },
          { label: columns.since, short: true },
          { label: columns.until, short: true },
          { label: columns.lastSignIn, short: true },
          ...asked,
        ]}
        rows={holders.map((holder) => ({
          key: holder.accountId,
          cells: cellsOf(holder, role.kind, mayOpenPeople),
        }))}
        empty={<Empty title={said.none.title} text={said.none.text} />}
      />
      {(further !== undefined || !isFirst) && (
        <Pager
          shown={
            <>
              {said.shown(holders.length, role.holders)}{' '}
              {!isFirst && <a href={`/admin/roles/${role.id}#holders`}>{said.toFirst}</a>}
            </>
          }
          older={further}
        />
      )}
    </Panel>
  );
}

function cellsOf(holder: Holder, kind: RoleOverview['kind'], mayOpen: boolean) {
  const { accountId, closed, expiresAt, grantedAt, grantedBy, lastLoginAt } = holder;
  return [
    <>
      <PersonName id={mayOpen ? accountId : null} name={holder.username} />{' '}
      {closed && <StateBadge state={closed} />}
    </>,
    <Since key="since" at={grantedAt} by={grantedBy} />,
    <Until key="until" at={expiresAt} />,
    lastLoginAt === null ? '–' : <Time key="last" iso={isoTime(lastLoginAt)} show="ago" />,
    ...(kind === 'admin' ? [<Protected key="protected" {...holder} />] : []),
  ];
}

/** When a role was granted, and by whom. */
export function Since({ at, by }: { at: number; by: string | null }) {
  const { holders } = useWords().admin.roles;
  return (
    <>
      <Time iso={isoTime(at)} />
      {by !== null && <span class="cell-note">{holders.by(<bdi>{by}</bdi>)}</span>}
    </>
  );
}

/** When somebody loses a role: at a time, or when it's revoked. */
export function Until({ at }: { at: number | null }) {
  const { forGood } = useWords().admin.roles.holders;
  if (at === null) return <span>{forGood}</span>;
  return <Time iso={isoTime(at)} />;
}

function Protected({ hasSecondFactor }: Holder) {
  const said = useWords().admin.roles.holders;
  return (
    <Badge tone={hasSecondFactor ? 'good' : 'warn'}>{hasSecondFactor ? said.hasFactor : said.noFactor}</Badge>
  );
}
