import { type ComponentChild, Fragment } from 'preact';
import type { Addable } from '../../factors/index.ts';
import { Layout } from '../../kit/ui/layout.tsx';
import type { Site } from '../../kit/ui/site.ts';
import { factorThings } from '../../people/factor-names.ts';

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
  return (
    <Layout
      site={site}
      title="Add a second factor"
      failed={failed}
      scripts={ways.flatMap(({ factor }) => factor.enrolment.scripts ?? [])}
    >
      <div class="task">
        <header class="task-head">
          <p class="eyebrow">
            Account <bdi>{username}</bdi>
          </p>
          <h1>Add a second factor</h1>
          <p class="lead">
            Besides your password this account needs something that only you have, so that a stolen password
            alone opens nothing. It is asked for at each login from now on.
          </p>
        </header>
        {ways.map(({ part, factor: { name, enrolment } }, at) => (
          <Fragment key={name}>
            {enrolment.hasForm && (
              <h2>{at > 0 ? `Or ${factorThings[name]}` : capital(factorThings[name])}</h2>
            )}
            {part}
          </Fragment>
        ))}
        <p class="aside-link">
          Not you? <a href="/login">Start over</a>
        </p>
      </div>
    </Layout>
  );
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
