import { Layout } from '../../../kit/ui/layout.tsx';
import type { Site, Viewer } from '../../../kit/ui/site.ts';
import { useWords } from '../../../kit/words/index.ts';
import { ChoiceForm, type ChoiceFormProps } from './choice-form.tsx';
import { tryPath } from './demo-client.ts';

interface StartPageProps {
  site: Site;
  viewer: Viewer | undefined;
  form: Pick<ChoiceFormProps, 'choice' | 'resources'>;
  /** Where the person would come back to, if they are elsewhere. */
  publicUrl?: string;
}

/** GET `/dev/apps/try`: what is going to happen, and how. */
export function StartPage({ site, viewer, form, publicUrl }: StartPageProps) {
  const { title, eyebrow, start, form: labels } = useWords().tryApp;
  return (
    <Layout site={site} viewer={viewer} title={title}>
      <div class="tried">
        <header class="trails-head">
          <p class="eyebrow">{eyebrow}</p>
          <h1>{title}</h1>
          <p class="lead">{start.lead}</p>
        </header>
        {publicUrl !== undefined && (
          <p class="notice notice-warn">
            {start.elsewhere(<a href={`${publicUrl}${tryPath}`}>{`${publicUrl}${tryPath}`}</a>)}
          </p>
        )}
        <div class="tried-start">
          <ol class="tried-plan">
            {start.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          <ChoiceForm {...form} submit={labels.start} />
        </div>
        <p class="fine">
          {start.fine} <a href="/.well-known/openid-configuration">{start.metadata}</a>
        </p>
      </div>
    </Layout>
  );
}
