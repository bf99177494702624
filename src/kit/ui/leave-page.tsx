import { useWords } from '../words/index.ts';
import { Layout } from './layout.tsx';
import { MessagePage } from './message-page.tsx';
import type { Site } from './site.ts';

/** The last page here before another site, which the header beside it leads to. */
export function LeavePage({ site, target }: { site: Site; target: string }) {
  const { leave } = useWords().ui;
  const { host } = new URL(target);
  return (
    <MessagePage site={site} title={leave.title} lead={leave.lead(host)} ways={[[target, leave.submit]]} />
  );
}

/** What another site is sent by a form. */
export interface PostedForm {
  readonly target: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The same where the other site wants a form posted. A script sends it at once, and without one the button does. */
export function PostPage({ site, target, fields }: PostedForm & { site: Site }) {
  const { leave } = useWords().ui;
  const { host } = new URL(target);
  return (
    <Layout site={site} title={leave.title}>
      <article class="prose">
        <h1>{leave.title}</h1>
        <p class="lead">{leave.lead(host)}</p>
        <form class="actions" method="post" action={target} data-send>
          {Object.entries(fields).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <button class="button" type="submit">
            {leave.submit}
          </button>
        </form>
      </article>
    </Layout>
  );
}
