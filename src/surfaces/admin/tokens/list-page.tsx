import { isoTime } from '../../../kit/clock.ts';
import type { ConsoleFrame } from '../../../kit/ui/console/console-page.tsx';
import { DataTable, RowLink } from '../../../kit/ui/console/data-table.tsx';
import { Empty } from '../../../kit/ui/console/facts.tsx';
import { Panel } from '../../../kit/ui/console/panel.tsx';
import { Notice } from '../../../kit/ui/form-problem.tsx';
import { Time } from '../../../kit/ui/time.tsx';
import { type Say, useWords } from '../../../kit/words/index.ts';
import type { ListedToken } from '../../../operate/roles/index.ts';
import { SectionPage } from '../frame/section-page.tsx';
import { LastUsed, Maker, stateOf, TokenBadge } from './parts.tsx';

interface TokensPageProps {
  frame: ConsoleFrame;
  tokens: readonly ListedToken[];
  now: number;
  done: Say | undefined;
}

/** `/admin/tokens`: the tokens of programs, and whether they still work. */
export function TokensPage({ frame, tokens, now, done }: TokensPageProps) {
  const said = useWords().admin.tokens;
  const { columns } = said;
  const create = (
    <a class="button" href="/admin/tokens/new">
      {said.create}
    </a>
  );
  return (
    <SectionPage frame={frame} section="tokens" lead={said.lead} actions={create}>
      <Notice text={done} />
      <Panel id="tokens" title={said.list} count={String(tokens.length)} flush>
        <DataTable
          caption={said.caption}
          columns={[
            { label: columns.name },
            { label: columns.state, short: true },
            { label: columns.permissions },
            { label: columns.maker, short: true },
            { label: columns.lastUsed, short: true },
            { label: columns.expires, short: true },
          ]}
          rows={tokens.map((token) => ({ key: token.id, cells: cellsOf(token, now) }))}
          empty={<Empty title={said.none.title} text={said.none.text} />}
        />
      </Panel>
    </SectionPage>
  );
}

function cellsOf(token: ListedToken, now: number) {
  return [
    <>
      <bdi>{token.name}</bdi>
      {token.addresses.length > 0 && <span class="cell-note">{token.addresses.join(', ')}</span>}
    </>,
    <State key="state" token={token} now={now} />,
    <span key="permissions" class="cell-codes">
      {token.permissions.map((one) => (
        <code key={one}>{one}</code>
      ))}
    </span>,
    <Maker key="maker" {...token} />,
    <LastUsed key="used" {...token} />,
    <Time key="expires" iso={isoTime(token.expiresAt)} />,
  ];
}

function State({ token, now }: { token: ListedToken; now: number }) {
  const { revoke } = useWords().admin.tokens;
  const state = stateOf(token, now);
  return (
    <>
      <TokenBadge state={state} />
      {state === 'active' && (
        <span class="cell-note">
          <RowLink href={`/admin/tokens/${token.id}/revoke`} label={revoke.link} of={token.name} />
        </span>
      )}
    </>
  );
}
