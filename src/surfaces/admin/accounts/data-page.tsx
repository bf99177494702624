import { type ConsoleFrame, ConsolePage } from '../../../kit/ui/console/console-page.tsx';
import { PageHead } from '../../../kit/ui/console/page-head.tsx';
import { Panel } from '../../../kit/ui/console/panel.tsx';
import { useWords } from '../../../kit/words/index.ts';

interface DataPageProps {
  frame: ConsoleFrame;
  account: { readonly id: string; readonly username: string };
  data: unknown;
}

/** `/admin/accounts/:id/data`: the document that apps keep for somebody. */
export function DataPage({ frame, account: { id, username }, data }: DataPageProps) {
  const { accounts, frame: named } = useWords().admin;
  const said = accounts.person.data;
  return (
    <ConsolePage frame={frame} here="/admin/accounts" title={said.title}>
      <PageHead
        crumbs={[
          { href: '/admin/accounts', label: named.pages.accounts },
          { href: `/admin/accounts/${id}`, label: username },
        ]}
        title={said.title}
        lead={said.opened}
      />
      <Panel id="data" title={said.json}>
        <pre class="data-document">{JSON.stringify(data, null, 2)}</pre>
      </Panel>
    </ConsolePage>
  );
}
