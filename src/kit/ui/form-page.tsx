import type { ComponentChildren } from 'preact';
import { ProblemSummary } from './form-problem.tsx';
import { Layout, type LayoutProps } from './layout.tsx';
import type { FormProblem } from './site.ts';
import { Split } from './split.tsx';

interface FormPageProps extends Omit<LayoutProps, 'shape' | 'failed'> {
  /** The title, unless it is said in other words. */
  heading?: string;
  lead: string;
  /** Where the form is sent to. */
  action: string;
  /** Field name to the id of its control, in the order of the form. */
  controls: Record<string, string>;
  problem: FormProblem | undefined;
  /** The words of its button. */
  submit: string;
  /** Below the form: another way. */
  aside?: ComponentChildren;
}

/** A page with one form beside the door. */
export function FormPage(props: FormPageProps) {
  const { heading, lead, action, controls, problem, submit, aside, children, ...layout } = props;
  return (
    <Layout description={lead} {...layout} shape="split" failed={problem !== undefined}>
      <Split title={heading ?? layout.title} lead={lead}>
        <form class="form" method="post" action={action}>
          <ProblemSummary problem={problem} controls={controls} />
          {children}
          <button class="button button-wide" type="submit">
            {submit}
          </button>
        </form>
        {aside && <p class="aside-link">{aside}</p>}
      </Split>
    </Layout>
  );
}
