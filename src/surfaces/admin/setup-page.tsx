import { controlOf, Field } from '../../kit/ui/fields.tsx';
import { FormPage } from '../../kit/ui/form-page.tsx';
import type { FormProblem, Site, Viewer } from '../../kit/ui/site.ts';
import { Text } from '../../kit/ui/text.tsx';
import { useWords } from '../../kit/words/index.ts';

interface SetupPageProps {
  site: Site;
  viewer: Viewer;
  problem?: FormProblem | undefined;
}

/** GET and a refused POST of `/setup`. */
export function SetupPage({ site, viewer, problem }: SetupPageProps) {
  const said = useWords().admin.setup;
  const field = {
    id: 'secret',
    name: 'secret',
    label: said.secret,
    hint: <Text text={said.hint} />,
    error: problem?.fields.secret,
  };
  return (
    <FormPage
      site={site}
      viewer={viewer}
      title={said.title}
      lead={said.lead(viewer.username)}
      action="/setup"
      controls={{ secret: 'secret' }}
      problem={problem}
      submit={said.submit}
      aside={said.after}
    >
      <Field {...field}>
        <input {...controlOf(field)} type="password" autocomplete="off" />
      </Field>
    </FormPage>
  );
}
