import { Layout } from '../../../kit/ui/layout.tsx';
import type { Site, Viewer } from '../../../kit/ui/site.ts';
import { useWords } from '../../../kit/words/index.ts';

interface SecondFactorPageProps {
  site: Site;
  viewer: Viewer;
  uid: string;
  app: string;
}

/** GET `/oauth/ask/{uid}`, where an app insists on a second factor and the account has none. */
export function SecondFactorPage({ site, viewer, uid, app }: SecondFactorPageProps) {
  const { secondFactor } = useWords().apps;
  const here = `/oauth/ask/${uid}`;
  return (
    <Layout site={site} viewer={viewer} title={secondFactor.title}>
      <article class="prose">
        <h1>{secondFactor.heading(app)}</h1>
        <p class="lead">{secondFactor.lead}</p>
        <p class="actions">
          <a class="button" href="/account#security" target="_blank" rel="noreferrer">
            {secondFactor.add}
          </a>
          <a class="button button-quiet" href={here}>
            {secondFactor.added}
          </a>
        </p>
        <form class="actions" method="post" action={here}>
          <button class="button button-small button-quiet" type="submit" name="decision" value="decline">
            {secondFactor.decline}
          </button>
        </form>
      </article>
    </Layout>
  );
}
