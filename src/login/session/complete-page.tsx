import { Layout } from '../../kit/ui/layout.tsx';
import type { Site } from '../../kit/ui/site.ts';
import { SupportCode } from '../../kit/ui/support-code.tsx';
import { Text } from '../../kit/ui/text.tsx';
import { useWords } from '../../kit/words/index.ts';
import type { CookieFault } from '../../people/sessions/index.ts';

interface CookieMissingPageProps {
  readonly site: Site;
  readonly publicUrl: string;
  /** What the request shows of the cause. */
  readonly fault: CookieFault | undefined;
  readonly next: string;
}

/** GET `/login/complete` in a browser that didn't bring back the cookie it was given. */
export function CookieMissingPage({ site, publicUrl, fault, next }: CookieMissingPageProps) {
  const { login, sessions } = useWords();
  const said = login.cookieMissing;
  const because = fault === undefined ? said.blocked : sessions.cookieFaults[fault](publicUrl);
  return (
    <Layout site={site} title={said.title} failed>
      <article class="prose">
        <h1>{said.title}</h1>
        <p class="lead">{said.lead}</p>
        <p>
          <Text text={because} />
        </p>
        <p class="actions">
          <a class="button" href={`/login?next=${encodeURIComponent(next)}`}>
            {said.again}
          </a>
        </p>
        <SupportCode />
      </article>
    </Layout>
  );
}
