import { CodeBlock } from '../../kit/ui/code-block.tsx';
import { Notice } from '../../kit/ui/form-problem.tsx';
import { Layout } from '../../kit/ui/layout.tsx';
import type { Site, Viewer } from '../../kit/ui/site.ts';
import { Time } from '../../kit/ui/time.tsx';
import { useWords } from '../../kit/words/index.ts';
import type { KeyView } from './own-keys.ts';
import type { ScopeView } from './wanted-scopes.ts';

export { NewKeyPage } from './new-key-page.tsx';

interface KeysPageProps {
  site: Site;
  viewer: Viewer;
  keys: readonly KeyView[];
  /** What scopes mean to people. */
  scopes: readonly ScopeView[];
  now: number;
  /** One was just revoked. */
  isDone: boolean;
}

/** GET `/account/keys`: the keys that somebody's programs use. */
export function KeysPage({ site, viewer, keys, scopes, now, isDone }: KeysPageProps) {
  const { list } = useWords().accountKeys;
  return (
    <Layout site={site} viewer={viewer} title={list.title}>
      <div class="account-sections">
        <header class="account-head">
          <h1>{list.title}</h1>
        </header>
        <div class="card">
          <Notice text={isDone ? ({ accountKeys }) => accountKeys.revoked : undefined} />
          <p>{list.lead}</p>
          {keys.length === 0 && <p class="hint">{list.none}</p>}
          {keys.length > 0 && (
            <ul class="sessions">
              {keys.map((key) => (
                <KeyRow key={key.id} shown={key} scopes={scopes} now={now} />
              ))}
            </ul>
          )}
          <p class="actions">
            <a class="button" href="/account/keys/new">
              {list.create}
            </a>
            <a class="button button-quiet" href="/account">
              {list.back}
            </a>
          </p>
        </div>
      </div>
    </Layout>
  );
}

function KeyRow({ shown, scopes, now }: { shown: KeyView; scopes: readonly ScopeView[]; now: number }) {
  const { list } = useWords().accountKeys;
  const isOver = Date.parse(shown.expiresAt) <= now;
  const times = isOver ? list.ended : list.times;
  return (
    <li class="session">
      <h2>
        <bdi>{shown.name}</bdi> {isOver && <span class="chip">{list.expired}</span>}
      </h2>
      <form method="post" action={`/account/keys/${encodeURIComponent(shown.id)}/revoke`}>
        <button class="button button-small button-quiet" type="submit">
          {list.revoke}
          <span class="sr-only"> {list.revokeOf(shown.name)}</span>
        </button>
      </form>
      <ul>
        {shown.scopes.map((scope) => (
          <li key={scope}>
            {scopes.find((one) => one.scope === scope)?.description ?? <code>{scope}</code>}
          </li>
        ))}
      </ul>
      <p class="hint">
        {list.ending(<code>…{shown.ending}</code>)}
        <br />
        {times(<Time iso={shown.createdAt} />, <Time iso={shown.expiresAt} />)}
        <br />
        {shown.usedAt === null
          ? list.unused
          : list.used(<Time iso={shown.usedAt} show="ago" />, shown.usedFrom ?? '')}
      </p>
    </li>
  );
}

interface MadeKeyPageProps {
  site: Site;
  viewer: Viewer;
  keyText: string;
  name: string;
}

/** The answer to the form, which shows the key this once. */
export function MadeKeyPage({ site, viewer, keyText, name }: MadeKeyPageProps) {
  const { made } = useWords().accountKeys;
  return (
    <Layout site={site} viewer={viewer} title={made.title}>
      <div class="account-sections">
        <header class="account-head">
          <h1>{made.title}</h1>
        </header>
        <div class="card">
          <p>{made.lead}</p>
          <h2>
            <bdi>{name}</bdi>
          </h2>
          <p>{made.key}</p>
          <CodeBlock code={keyText} label={made.key} />
          <p>{made.header}</p>
          <CodeBlock code={`Authorization: Bearer ${keyText}`} label={made.header} />
          <p class="actions">
            <a class="button" href="/account/keys">
              {made.done}
            </a>
          </p>
        </div>
      </div>
    </Layout>
  );
}
