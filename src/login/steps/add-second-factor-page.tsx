import { type ComponentChild, Fragment } from 'preact';
import type { Addable } from '../../factors/index.ts';
import { Layout } from '../../kit/ui/layout.tsx';
import type { Site } from '../../kit/ui/site.ts';
import { capital, useWords } from '../../kit/words/index.ts';

interface AddSecondFactorPageProps {
  site: Site;
  username: string;
  /** Each way to add one, with what adds it. */
  ways: readonly { part: ComponentChild; factor: Addable }[];
  failed: boolean;
}

/** After a right password, for an account that must have a second factor and has none: it adds one. */
export function AddSecondFactorPage(props: AddSecondFactorPageProps) {
  const { site, username, ways, failed } = props;
  const words = useWords();
  const { account, notYou, startOver, addSecondFactor: said } = words.loginSteps;
  return (
    <Layout
      site={site}
      title={said.title}
      failed={failed}
      scripts={ways.flatMap(({ factor }) => factor.enrolment.scripts ?? [])}
    >
      <div class="task">
        <header class="task-head">
          <p class="eyebrow">{account(<bdi>{username}</bdi>)}</p>
          <h1>{said.title}</h1>
          <p class="lead">{said.lead}</p>
        </header>
        {ways.map(({ part, factor: { name, enrolment } }, at) => (
          <Fragment key={name}>
            {enrolment.hasForm && <h2>{at > 0 ? said.or(words[name].thing) : capital(words[name].thing)}</h2>}
            {part}
          </Fragment>
        ))}
        <p class="aside-link">{notYou(<a href="/login">{startOver}</a>)}</p>
      </div>
    </Layout>
  );
}
