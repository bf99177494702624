import type { ConsoleFrame } from '../../../kit/ui/console/console-page.tsx';
import { Panel } from '../../../kit/ui/console/panel.tsx';
import { useWords } from '../../../kit/words/index.ts';
import { PageBelow } from '../frame/section-page.tsx';
import { crumbOf } from '../person-name.tsx';

interface DataPageProps {
  frame: ConsoleFrame;
  account: { readonly id: string; readonly username: string };
  data: unknown;
}

/** `/admin/accounts/:id/data`: the JSON document that apps keep for the account. */
export function DataPage({ frame, account, data }: DataPageProps) {
  const said = useWords().admin.accounts.person.data;
  return (
    <PageBelow
      frame={frame}
      section="accounts"
      title={said.title}
      lead={said.opened}
      above={[crumbOf(account)]}
    >
      <Panel id="data" title={said.json}>
        <pre class="data-document">{JSON.stringify(data, null, 2)}</pre>
      </Panel>
    </PageBelow>
  );
}
