import { Layout } from '../../../kit/ui/layout.tsx';
import type { Site, Viewer } from '../../../kit/ui/site.ts';
import { useWords } from '../../../kit/words/index.ts';
import { DecisionForm } from './decision-form.tsx';
import { ScopeList, type ScopeListProps } from './scope-list.tsx';

/** What is known of an app that no operator has added. */
export interface Stranger {
  /** Whose it is: the host of its document, or of its redirect address. Undefined for a program on this device. */
  readonly host: string | undefined;
  /** What it calls itself. */
  readonly claims: string | undefined;
  /** Whether an operator trusts its host. */
  readonly isTrusted: boolean;
  /** Whether it is sent back to a program on this device, which any program there could be. */
  readonly isLocal: boolean;
}

interface AskPageProps extends ScopeListProps {
  site: Site;
  viewer: Viewer;
  uid: string;
  /** The name of the app. */
  app: string;
  /** Where it is sent back to: what it calls itself proves nothing, this does. */
  target: URL;
  /** Of an app that no operator has added. */
  stranger?: Stranger | undefined;
}

/** GET `/oauth/ask/{uid}`: what an app wants to know, and whether it may. */
export function AskPage(props: AskPageProps) {
  const { site, viewer, uid, target, stranger, scopes, resources, lasts } = props;
  const { ask } = useWords().apps;
  const app = stranger ? (stranger.host ?? ask.program) : props.app;
  const isOfWeb = /^https?:$/.test(target.protocol);
  return (
    <Layout site={site} viewer={viewer} title={ask.title}>
      <article class="prose">
        <h1>{ask.heading(app)}</h1>
        <p class="lead">{isOfWeb ? ask.lead(target.host) : ask.leadToProgram}</p>
        {stranger && <StrangerFacts {...stranger} />}
        <p>{ask.list(app)}</p>
        <ScopeList scopes={scopes} resources={resources} lasts={lasts} />
        <p class="hint">{ask.never}</p>
        <DecisionForm action={`/oauth/ask/${uid}`} />
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

function StrangerFacts({ claims, isTrusted, isLocal }: Stranger) {
  const { ask } = useWords().apps;
  return (
    <>
      {claims !== undefined && <p>{ask.claims(claims)}</p>}
      {!isTrusted && <p class="notice notice-warn">{ask.unchecked}</p>}
      {isLocal && <p class="notice notice-warn">{ask.local}</p>}
    </>
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
