import { Layout } from '../../../kit/ui/layout.tsx';
import { MessagePage } from '../../../kit/ui/message-page.tsx';
import type { Site, Viewer } from '../../../kit/ui/site.ts';
import { useWords } from '../../../kit/words/index.ts';

interface LogoutAskPageProps {
  site: Site;
  viewer: Viewer;
  app: string | undefined;
  /** The request of the app, as it came. */
  asked: string;
}

/** GET `/oauth/logout`, where the app hasn't shown whose session it means. */
export function LogoutAskPage({ site, viewer, app, asked }: LogoutAskPageProps) {
  const { logout } = useWords().apps;
  return (
    <Layout site={site} viewer={viewer} title={logout.title}>
      <article class="prose">
        <h1>{logout.title}</h1>
        <p class="lead">{logout.lead(app)}</p>
        <form class="actions" method="post" action="/oauth/logout/confirm">
          <input type="hidden" name="asked" value={asked} />
          <button class="button" type="submit">
            {logout.submit}
          </button>
          <a class="button button-quiet" href="/account">
            {logout.stay}
          </a>
        </form>
      </article>
    </Layout>
  );
}

/** GET `/oauth/logout/done`. */
export function LogoutDonePage({ site, viewer }: { site: Site; viewer: Viewer | undefined }) {
  const { logout } = useWords().apps;
  return (
    <MessagePage
      site={site}
      viewer={viewer}
      title={logout.doneTitle}
      lead={logout.done}
      ways={[['/login', logout.again]]}
    />
  );
}
