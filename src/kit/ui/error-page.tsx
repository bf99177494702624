import { Layout } from './layout.tsx';
import type { Site, Viewer } from './site.ts';
import { SupportCode } from './support-code.tsx';

interface Shared {
  site: Site;
  viewer?: Viewer | undefined;
}

interface ErrorPageProps extends Shared {
  status: number;
  title: string;
  detail: string;
  requestId: string;
  /** What to do now, when there is more to say than "go home". */
  remedy?: string | undefined;
}

/** What went wrong with this one request, and the id under which the log knows it. */
export function ErrorPage({ site, viewer, status, title, detail, requestId, remedy }: ErrorPageProps) {
  return (
    <Layout site={site} viewer={viewer} title={title}>
      <article class="prose error-page">
        <p class="status-number">{status}</p>
        <h1>{title}</h1>
        <p class="lead">{detail}</p>
        {remedy && <p>{remedy}</p>}
        <p class="actions">
          <a class="button" href="/">
            Go to the start
          </a>
        </p>
        <p class="fine">
          If you ask for help, mention this request: <code>{requestId}</code>
        </p>
        <SupportCode />
      </article>
    </Layout>
  );
}

interface ProblemPageProps extends Shared {
  code: string;
  status: number;
  title: string;
  meaning: string;
  remedy: string;
}

/** The page behind the `type` of a problem+json answer. */
export function ProblemPage({ site, viewer, code, status, title, meaning, remedy }: ProblemPageProps) {
  return (
    <Layout site={site} viewer={viewer} title={title}>
      <article class="prose">
        <p class="eyebrow">
          <a href="/problems">Error codes</a>
        </p>
        <h1>{title}</h1>
        <dl class="facts">
          <div>
            <dt>Code</dt>
            <dd>
              <code>{code}</code>
            </dd>
          </div>
          <div>
            <dt>HTTP status</dt>
            <dd>{status}</dd>
          </div>
        </dl>
        <h2>What it means</h2>
        <p>{meaning}</p>
        <h2>What to do</h2>
        <p>{remedy}</p>
      </article>
    </Layout>
  );
}

interface ProblemIndexPageProps extends Shared {
  problems: { code: string; status: number; title: string }[];
}

/** Every code that the API can answer, by status and then by code, each leading to its page. */
export function ProblemIndexPage({ site, viewer, problems }: ProblemIndexPageProps) {
  const inOrder = problems.toSorted((a, b) => a.status - b.status || (a.code < b.code ? -1 : 1));
  return (
    <Layout site={site} viewer={viewer} title="Error codes">
      <article class="prose">
        <h1>Error codes</h1>
        <p class="lead">
          When the API refuses a request, its answer carries one of these codes. Each page says what it means
          and what to do.
        </p>
        <ul class="problem-list">
          {inOrder.map(({ code, status, title }) => (
            <li key={code}>
              <a href={`/problems/${code}`}>
                <span class="problem-status">{status}</span>
                <span class="problem-title">{title}</span>
                <code>{code}</code>
              </a>
            </li>
          ))}
        </ul>
      </article>
    </Layout>
  );
}
