import { Layout } from '../../kit/ui/layout.tsx';
import type { Site } from '../../kit/ui/site.ts';
import { Split } from '../../kit/ui/split.tsx';
import type { AnswerForms } from '../answer-forms.ts';

interface SecondFactorPageProps extends AnswerForms {
  site: Site;
  failed: boolean;
}

/** After a right password or code: the second factor, each way in a form of its own. */
export function SecondFactorPage({ site, failed, forms, scripts, styles }: SecondFactorPageProps) {
  return (
    <Layout
      site={site}
      title="Your second factor"
      shape="split"
      failed={failed}
      scripts={scripts}
      styles={styles}
    >
      <Split title="One more step" lead="That was right. Now prove that you have your second factor.">
        {forms}
        <p class="aside-link">
          Not you? <a href="/login">Start over</a>
        </p>
      </Split>
    </Layout>
  );
}
