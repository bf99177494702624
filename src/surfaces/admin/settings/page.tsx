import type { Setting } from '../../../config/index.ts';
import { Badge } from '../../../kit/ui/console/badge.tsx';
import { type ConsoleFrame, ConsolePage } from '../../../kit/ui/console/console-page.tsx';
import { DataTable } from '../../../kit/ui/console/data-table.tsx';
import { PageHead } from '../../../kit/ui/console/page-head.tsx';
import { Panel } from '../../../kit/ui/console/panel.tsx';
import { Text } from '../../../kit/ui/text.tsx';
import { useWords } from '../../../kit/words/index.ts';

interface SettingsPageProps {
  frame: ConsoleFrame;
  settings: readonly Setting[];
}

/** The configuration section by section, each key with its value and where that comes from. */
export function SettingsPage({ frame, settings }: SettingsPageProps) {
  const said = useWords().admin.settings;
  const sections = Map.groupBy(settings, ({ name }) =>
    name.includes('.') ? (name.split('.')[0] ?? '') : '',
  );
  return (
    <ConsolePage frame={frame} here="/admin/settings" title={said.title}>
      <PageHead title={said.title} lead={<Text text={said.lead} />} />
      {[...sections].map(([name, held]) => (
        <Section key={name} name={name} settings={held} />
      ))}
    </ConsolePage>
  );
}

function Section({ name, settings }: { name: string; settings: readonly Setting[] }) {
  const said = useWords().admin.settings;
  const title = name === '' ? said.general : name;
  return (
    <Panel id={`section-${name || 'general'}`} title={title} count={String(settings.length)} flush>
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
  return <bdi>{isSet ? text : said.none}</bdi>;
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
      {kind ? sources[kind] : first}
      {name !== '' && (
        <span class="cell-note">
          <code>{name}</code>
        </span>
      )}
    </>
  );
}
