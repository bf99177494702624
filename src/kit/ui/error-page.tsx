import type { Problem, ProblemDefinition } from '../problem.ts';
import { useWords } from '../words/index.ts';
import { Layout } from './layout.tsx';
import type { Site, Viewer } from './site.ts';
import { SupportCode } from './support-code.tsx';
import { Text } from './text.tsx';

interface Shared {
  site: Site;
  viewer?: Viewer | undefined;
}

interface ErrorPageProps extends Shared {
  refusal: Problem;
  requestId: string;
}

/** What went wrong with this one request, and the id under which the log knows it. */
export function ErrorPage({ site, viewer, refusal, requestId }: ErrorPageProps) {
  const words = useWords();
  const { error } = words.ui;
  const { title, remedy, onPage = remedy } = refusal.definition.words(words);
  const whatToDo = refusal.options.onPage?.(words) ?? onPage;
  return (
    <Layout site={site} viewer={viewer} title={title}>
      <article class="prose error-page">
        <p class="status-number">{refusal.status}</p>
        <h1>{title}</h1>
        <p class="lead">
          <Text text={refusal.detail(words)} />
        </p>
        <p>
          <Text text={whatToDo} />
        </p>
        <p class="actions">
          <a class="button" href="/">
            {error.toStart}
          </a>
        </p>
        <p class="fine">{error.mention(<code>{requestId}</code>)}</p>
        <SupportCode />
      </article>
    </Layout>
  );
}

interface ProblemPageProps extends Shared {
  definition: ProblemDefinition;
}

/** The page behind the `type` of a problem+json answer. */
export function ProblemPage({ site, viewer, definition }: ProblemPageProps) {
  const words = useWords();
  const { problems } = words.ui;
  const { code, status } = definition;
  const { title, meaning, remedy } = definition.words(words);
  return (
    <Layout site={site} viewer={viewer} title={title}>
      <article class="prose">
        <p class="eyebrow">
          <a href="/problems">{problems.title}</a>
        </p>
        <h1>{title}</h1>
        <dl class="facts">
          <div>
            <dt>{problems.code}</dt>
            <dd>
              <code>{code}</code>
            </dd>
          </div>
          <div>
            <dt>{problems.status}</dt>
            <dd>{status}</dd>
          </div>
        </dl>
        <h2>{problems.meaning}</h2>
        <p>
          <Text text={meaning} />
        </p>
        <h2>{problems.remedy}</h2>
        <p>
          <Text text={remedy} />
        </p>
      </article>
    </Layout>
  );
}

interface ProblemIndexPageProps extends Shared {
  definitions: readonly ProblemDefinition[];
}

/** Every code that the API can answer, by status and then by code, each leading to its page. */
export function ProblemIndexPage({ site, viewer, definitions }: ProblemIndexPageProps) {
  const words = useWords();
  const { problems } = words.ui;
  const inOrder = definitions.toSorted((a, b) => a.status - b.status || (a.code < b.code ? -1 : 1));
  return (
    <Layout site={site} viewer={viewer} title={problems.title} description={problems.lead}>
      <article class="prose">
        <h1>{problems.title}</h1>
        <p class="lead">{problems.lead}</p>
        <ul class="problem-list">
          {inOrder.map(({ code, status, words: said }) => (
            <li key={code}>
              <a href={`/problems/${code}`}>
                <span class="problem-status">{status}</span>
                <span class="problem-title">{said(words).title}</span>
                <code>{code}</code>
              </a>
            </li>
          ))}
        </ul>
      </article>
    </Layout>
  );
}
