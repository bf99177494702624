import { SectionNotice } from '../../../kit/ui/form-problem.tsx';
import { Layout } from '../../../kit/ui/layout.tsx';
import type { Done, Site, Viewer } from '../../../kit/ui/site.ts';
import { Time } from '../../../kit/ui/time.tsx';
import { useWords } from '../../../kit/words/index.ts';
import type { AllowedApp } from '../../../people/grants/index.ts';

interface AllowedAppsPageProps {
  site: Site;
  viewer: Viewer;
  apps: readonly AllowedApp[];
  /** Access was just withdrawn. */
  isDone: boolean;
}

/** GET `/account/apps`: what somebody has allowed apps. */
export function AllowedAppsPage({ site, viewer, apps, isDone }: AllowedAppsPageProps) {
  const { allowed } = useWords().apps;
  const done: Done | undefined = isDone
    ? { section: 'apps', text: ({ apps: said }) => said.allowed.said }
    : undefined;
  return (
    <Layout site={site} viewer={viewer} title={allowed.title}>
      <div class="account-sections">
        <header class="account-head">
          <h1>{allowed.title}</h1>
        </header>
        <div class="card">
          <SectionNotice of="apps" done={done} />
          <p>{apps.length === 0 ? allowed.none : allowed.lead}</p>
          {apps.length > 0 && (
            <ul class="sessions">
              {apps.map((app) => (
                <AllowedAppRow key={app.id} app={app} />
              ))}
            </ul>
          )}
          <p class="actions">
            <a class="button button-quiet" href="/account">
              {allowed.back}
            </a>
          </p>
        </div>
      </div>
    </Layout>
  );
}

function AllowedAppRow({ app }: { app: AllowedApp }) {
  const { allowed, ask } = useWords().apps;
  return (
    <li class="session">
      <h2>
        <bdi>{app.name}</bdi>
      </h2>
      <form method="post" action={`/account/apps/${encodeURIComponent(app.id)}/withdraw`}>
        <button class="button button-small button-quiet" type="submit">
          {allowed.withdraw}
          <span class="sr-only"> {allowed.withdrawOf(app.name)}</span>
        </button>
      </form>
      <ul>
        {app.scopes.map((scope) => (
          <li key={scope}>{ask.scope(scope)}</li>
        ))}
      </ul>
      <p class="hint">
        {allowed.times(<Time iso={app.allowedAt} />, <Time iso={app.lastUsedAt} show="ago" />)}
      </p>
    </li>
  );
}
