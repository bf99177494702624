import type { Setting } from '../../../config/index.ts';
import { Badge } from '../../../kit/ui/console/badge.tsx';
import type { ConsoleFrame } from '../../../kit/ui/console/console-page.tsx';
import { DataTable } from '../../../kit/ui/console/data-table.tsx';
import { Empty } from '../../../kit/ui/console/facts.tsx';
import { Panel } from '../../../kit/ui/console/panel.tsx';
import { Tabs } from '../../../kit/ui/console/tabs.tsx';
import { Text } from '../../../kit/ui/text.tsx';
import { useWords } from '../../../kit/words/index.ts';
import { SectionPage } from '../frame/section-page.tsx';

interface SettingsPageProps {
  frame: ConsoleFrame;
  settings: readonly Setting[];
  /** Whether those that have their default are left out. */
  onlyChanged: boolean;
}

const here = '/admin/settings';
const changedAt = `${here}?show=changed`;

/** The configuration by section: each key with its value and its source. */
export function SettingsPage({ frame, settings, onlyChanged }: SettingsPageProps) {
  const said = useWords().admin.settings;
  const changed = settings.filter(({ source }) => source !== 'default');
  const sections = Map.groupBy(onlyChanged ? changed : settings, ({ name }) =>
    name.includes('.') ? (name.split('.')[0] ?? '') : '',
  );
  const tabs = [
    { href: here, label: said.tabs.all, count: String(settings.length) },
    { href: changedAt, label: said.tabs.changed, count: String(changed.length) },
  ];
  return (
    <SectionPage frame={frame} section="settings" lead={<Text text={said.lead} />}>
      <Tabs label={said.tabs.label} tabs={tabs} here={onlyChanged ? changedAt : here} />
      {sections.size > 1 && <Jumps to={[...sections.keys()]} />}
      {sections.size === 0 && (
        <Panel id="unchanged" title={said.tabs.changed} flush>
          <Empty title={said.unchanged.title} text={said.unchanged.text} />
        </Panel>
      )}
      {[...sections].map(([name, held]) => (
        <Section key={name} name={name} settings={held} />
      ))}
    </SectionPage>
  );
}

const idOf = (section: string): string => `section-${section || 'general'}`;

/** Leads to each section: there are more than fit into a window. */
function Jumps({ to }: { to: readonly string[] }) {
  const said = useWords().admin.settings;
  return (
    <nav class="jumps" aria-label={said.sections}>
      <ul>
        {to.map((name) => (
          <li key={name}>
            <a href={`#${idOf(name)}`}>{name || said.general}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Section({ name, settings }: { name: string; settings: readonly Setting[] }) {
  const said = useWords().admin.settings;
  const title = name === '' ? said.general : name;
  return (
    <Panel id={idOf(name)} title={title} count={String(settings.length)} flush>
      <DataTable
        caption={said.caption(title)}
        columns={[{ label: said.columns.key }, { label: said.columns.value }, { label: said.columns.source }]}
        rows={settings.map((one) => ({
          key: one.name,
          cells: [
            <>
              <code>{one.name}</code>
              <span class="cell-note">
                <Text text={one.description} />
              </span>
            </>,
            <Value key="value" {...one} />,
            <Source key="source" source={one.source} />,
          ],
        }))}
      />
    </Panel>
  );
}

function Value({ isSecret, isSet, text }: Setting) {
  const said = useWords().admin.settings;
  if (isSecret) return <Badge tone={isSet ? 'good' : 'neutral'}>{isSet ? said.set : said.notSet}</Badge>;
  return isSet ? <bdi>{text}</bdi> : <span class="quiet">{said.none}</span>;
}

const sourceKinds = ['default', 'file', 'environment', 'flag'] as const;

/** The kind of the source, and which one it is. */
function Source({ source }: { source: string }) {
  const { sources } = useWords().admin.settings;
  const [first = '', ...rest] = source.split(' ');
  const kind = sourceKinds.find((one) => one === first);
  const name = rest.join(' ');
  return (
    <>
      {kind === 'default' ? <span class="quiet">{sources.default}</span> : kind ? sources[kind] : first}
      {name !== '' && (
        <span class="cell-note">
          <code>{name}</code>
        </span>
      )}
    </>
  );
}
