import type { ConsoleFrame } from '../../../kit/ui/console/console-page.tsx';
import { Facts } from '../../../kit/ui/console/facts.tsx';
import { Panel } from '../../../kit/ui/console/panel.tsx';
import { useWords } from '../../../kit/words/index.ts';
import type { PeopleFormat } from '../../../operate/accounts-file/index.ts';
import { SectionPage } from '../frame/section-page.tsx';

const formats = ['csv', 'jsonl'] as const;

/** `/admin/export`: what the file holds, and a button for each format. */
export function ExportPage({ frame }: { frame: ConsoleFrame }) {
  const said = useWords().admin.export;
  const { what } = said;
  return (
    <SectionPage frame={frame} section="export" title={said.title} lead={said.lead}>
      <Panel id="contents" title={what.title}>
        <Facts
          facts={[
            [what.included, what.fields],
            [what.never, what.secrets],
            [what.recorded, what.record],
          ]}
        />
      </Panel>
      <div class="columns">
        {formats.map((format) => (
          <Format key={format} format={format} />
        ))}
      </div>
    </SectionPage>
  );
}

function Format({ format }: { format: PeopleFormat }) {
  const said = useWords().admin.export;
  const { title, text } = said.formats[format];
  return (
    <Panel id={format} title={title} lead={text}>
      <form method="post" action={`/admin/export/${format}`}>
        <button class="button" type="submit">
          {said.download(title)}
        </button>
      </form>
    </Panel>
  );
}
