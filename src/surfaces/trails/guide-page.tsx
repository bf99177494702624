import type { Viewer } from '../../kit/ui/index.ts';
import { Layout } from '../../kit/ui/layout.tsx';
import type { Site } from '../../kit/ui/site.ts';
import { Text } from '../../kit/ui/text.tsx';
import { useWords } from '../../kit/words/index.ts';

interface PageProps {
  site: Site;
  viewer: Viewer | undefined;
}

/** What each step means, from the same table as docs/guide/steps.md. */
export function StepsGuidePage({ site, viewer }: PageProps) {
  const { trails, trailPages: said } = useWords();
  const steps = Object.entries(trails.explanations);
  return (
    <Layout site={site} viewer={viewer} title={said.guide.title}>
      <article class="steps-guide">
        <header class="trails-head">
          <p class="eyebrow">
            <a href="/dev/trails">{said.title}</a>
          </p>
          <h1>{said.guide.title}</h1>
          <p class="lead">{said.guide.lead}</p>
        </header>
        <nav aria-label={said.steps}>
          <ul class="steps-nav">
            {steps.map(([code, { title }]) => (
              <li key={code}>
                <a href={`#${code}`}>{title}</a>
              </li>
            ))}
          </ul>
        </nav>
        {steps.map(([code, { title, rule, why }]) => (
          <section key={code} id={code} class="step-explained">
            <h2>{title}</h2>
            <p class="step-explained-rule">
              <Text text={rule} />
            </p>
            <p>
              <Text text={why} />
            </p>
          </section>
        ))}
      </article>
    </Layout>
  );
}
