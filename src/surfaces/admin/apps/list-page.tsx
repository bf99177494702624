import { isoTime } from '../../../kit/clock.ts';
import { Badge } from '../../../kit/ui/console/badge.tsx';
import type { ConsoleFrame } from '../../../kit/ui/console/console-page.tsx';
import { DataTable } from '../../../kit/ui/console/data-table.tsx';
import { Empty } from '../../../kit/ui/console/facts.tsx';
import { Panel } from '../../../kit/ui/console/panel.tsx';
import { Text } from '../../../kit/ui/text.tsx';
import { Time } from '../../../kit/ui/time.tsx';
import { useWords } from '../../../kit/words/index.ts';
import type { AppOverview } from '../../../operate/apps/index.ts';
import { type ResourceRow, scopesOfResource } from '../../../people/resources/index.ts';
import { SectionPage } from '../frame/section-page.tsx';

interface AppListPageProps {
  frame: ConsoleFrame;
  apps: readonly AppOverview[];
  resources: readonly ResourceRow[];
}

/** The software that people can sign in to, and the APIs that it gets tokens for. */
export function AppListPage({ frame, apps, resources }: AppListPageProps) {
  const said = useWords().admin.apps;
  return (
    <SectionPage frame={frame} section="apps" lead={<Text text={said.lead} />}>
      <Panel id="apps" title={said.list} count={String(apps.length)} flush>
        <Apps apps={apps} />
      </Panel>
      <Resources resources={resources} />
    </SectionPage>
  );
}

function Apps({ apps }: Pick<AppListPageProps, 'apps'>) {
  const said = useWords().admin.apps;
  const { columns, nothing } = said;
  return (
    <DataTable
      caption={said.caption}
      columns={[
        { label: columns.app },
        { label: columns.kind, short: true },
        { label: columns.people, align: 'end' },
        { label: columns.lastUsed, short: true },
      ]}
      rows={apps.map(({ app, people, lastUsedAt }) => ({
        key: app.id,
        cells: [
          <>
            <a href={`/admin/apps/${encodeURIComponent(app.id)}`}>
              <bdi>{app.name}</bdi>
            </a>
            <span class="cell-note">
              <code>{app.id}</code>
            </span>
          </>,
          <>
            {said.kinds[app.kind]} {app.disabled_at !== null && <Badge tone="bad">{said.off}</Badge>}
          </>,
          String(people),
          <LastUsed key="used" at={lastUsedAt} />,
        ],
      }))}
      empty={<Empty title={nothing.title} text={<Text text={nothing.text} />} />}
    />
  );
}

/** How long ago an app was last used. */
export function LastUsed({ at }: { at: number | null }) {
  const { never } = useWords().admin.apps;
  return <>{at === null ? never : <Time iso={isoTime(at)} show="ago" />}</>;
}

function Resources({ resources }: Pick<AppListPageProps, 'resources'>) {
  const said = useWords().admin.apps.resources;
  return (
    <Panel id="resources" title={said.title} lead={<Text text={said.lead} />} flush>
      <DataTable
        caption={said.caption}
        columns={[{ label: said.columns.name }, { label: said.columns.scopes }]}
        rows={resources.map((one) => ({
          key: one.url,
          cells: [
            <>
              <bdi>{one.name}</bdi>
              <span class="cell-note">
                <code>{one.url}</code>
              </span>
            </>,
            Object.keys(scopesOfResource(one)).join(', ') || '–',
          ],
        }))}
        empty={<Empty title={said.none} text={<Text text={said.add} />} />}
      />
    </Panel>
  );
}
