import { useWords } from '../words/index.ts';
import { Layout } from './layout.tsx';
import type { Site, Viewer } from './site.ts';

/**
 * The console to try the API, in development only: Scalar puts styles into the page, so this page alone needs
 * `style-src 'self' 'unsafe-inline'`.
 */
export function ReferencePage({ site, viewer }: { site: Site; viewer?: Viewer | undefined }) {
  const { title, withoutScript } = useWords().ui.api;
  return (
    <Layout site={site} viewer={viewer} title={title} shape="wide" scripts={['scalar.js', 'reference.js']}>
      <div class="reference" data-reference data-url="/openapi.json" />
      <noscript>
        <h1>{title}</h1>
        <p class="notice notice-problem">{withoutScript(<a href="/openapi.json">/openapi.json</a>)}</p>
      </noscript>
    </Layout>
  );
}
