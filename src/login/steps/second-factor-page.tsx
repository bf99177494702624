import { Layout } from '../../kit/ui/layout.tsx';
import type { Site } from '../../kit/ui/site.ts';
import { Split } from '../../kit/ui/split.tsx';
import { useWords } from '../../kit/words/index.ts';
import type { AnswerForms } from '../answer-forms.ts';

interface SecondFactorPageProps extends AnswerForms {
  site: Site;
  failed: boolean;
}

/** After a right password or code: the second factor, each way in a form of its own. */
export function SecondFactorPage({ site, failed, forms, scripts, styles }: SecondFactorPageProps) {
  const { notYou, startOver, secondFactor: said } = useWords().loginSteps;
  return (
    <Layout site={site} title={said.title} shape="split" failed={failed} scripts={scripts} styles={styles}>
      <Split title={said.heading} lead={said.lead}>
        {forms}
        <p class="aside-link">{notYou(<a href="/login">{startOver}</a>)}</p>
      </Split>
    </Layout>
  );
}
