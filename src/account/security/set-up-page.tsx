import type { ComponentChild } from 'preact';
import type { Addable } from '../../factors/index.ts';
import { Layout } from '../../kit/ui/layout.tsx';
import type { Site, Viewer } from '../../kit/ui/site.ts';
import { useWords } from '../../kit/words/index.ts';

interface SetUpPageProps {
  site: Site;
  viewer: Viewer;
  factor: Addable;
  /** The id of the factor's section on the account's page. */
  section: string;
  /** How the factor is added. */
  part: ComponentChild;
  failed: boolean;
}

/** Setting up a second factor on one's account. It needs no JavaScript. */
export function SetUpPage({ site, viewer, factor, section, part, failed }: SetUpPageProps) {
  const words = useWords();
  const { setUp: said } = words.security;
  const { lead } = factor.enrolment;
  const title = said.title(words[factor.name].thing);
  return (
    <Layout site={site} viewer={viewer} title={title} failed={failed}>
      <div class="task">
        <header class="task-head">
          <p class="eyebrow">
            <a href={`/account#${section}`}>{said.toAccount}</a>
          </p>
          <h1>{title}</h1>
          {lead && <p class="lead">{lead(words)}</p>}
        </header>
        {part}
        <form method="post" action={`/account/security/${section}/remove`}>
          <button class="link-button" type="submit">
            {said.leave}
          </button>
        </form>
      </div>
    </Layout>
  );
}
