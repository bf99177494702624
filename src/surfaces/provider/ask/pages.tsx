import { Layout } from '../../../kit/ui/layout.tsx';
import type { Site, Viewer } from '../../../kit/ui/site.ts';
import { useWords } from '../../../kit/words/index.ts';
import { ScopeList, type ScopeListProps } from './scope-list.tsx';

interface AskPageProps extends ScopeListProps {
  site: Site;
  viewer: Viewer;
  uid: string;
  /** The name of the app. */
  app: string;
  /** Where it is sent back to: what it calls itself proves nothing, this does. */
  target: URL;
}

/** GET `/oauth/ask/{uid}`: what an app wants to know, and whether it may. */
export function AskPage({ site, viewer, uid, app, target, scopes, resources }: AskPageProps) {
  const { ask } = useWords().apps;
  const isOfWeb = /^https?:$/.test(target.protocol);
  return (
    <Layout site={site} viewer={viewer} title={ask.title}>
      <article class="prose">
        <h1>{ask.heading(app)}</h1>
        <p class="lead">{isOfWeb ? ask.lead(target.host) : ask.leadToProgram}</p>
        <p>{ask.list(app)}</p>
        <ScopeList scopes={scopes} resources={resources} />
        <p class="hint">{ask.never}</p>
        <form class="actions" method="post" action={`/oauth/ask/${uid}`}>
          <button class="button" type="submit" name="decision" value="allow">
            {ask.allow}
          </button>
          <button class="button button-quiet" type="submit" name="decision" value="decline">
            {ask.decline}
          </button>
        </form>
        <form class="actions" method="post" action={`/oauth/ask/${uid}`}>
          <p class="hint">{ask.account(viewer.username)}</p>
          <button class="button button-small button-quiet" type="submit" name="decision" value="switch">
            {ask.switch}
          </button>
        </form>
      </article>
    </Layout>
  );
}

interface OtherAccountPageProps {
  site: Site;
  viewer: Viewer;
  uid: string;
  app: string;
}

/** The same address, where the app expects somebody else. */
export function OtherAccountPage({ site, viewer, uid, app }: OtherAccountPageProps) {
  const { otherAccount } = useWords().apps;
  return (
    <Layout site={site} viewer={viewer} title={otherAccount.title}>
      <article class="prose">
        <h1>{otherAccount.title}</h1>
        <p class="lead">{otherAccount.lead(app, viewer.username)}</p>
        <form class="actions" method="post" action={`/oauth/ask/${uid}`}>
          <button class="button" type="submit" name="decision" value="switch">
            {otherAccount.switch}
          </button>
          <button class="button button-quiet" type="submit" name="decision" value="decline">
            {otherAccount.decline}
          </button>
        </form>
      </article>
    </Layout>
  );
}
