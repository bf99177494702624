import { controlOf, errorIdOf, Field, FieldError } from '../../kit/ui/fields.tsx';
import { ProblemSummary } from '../../kit/ui/form-problem.tsx';
import { Layout } from '../../kit/ui/layout.tsx';
import type { FormProblem, Site, Viewer } from '../../kit/ui/site.ts';
import { type Say, useWords } from '../../kit/words/index.ts';
import type { ScopeView } from './wanted-scopes.ts';

/** In days. */
const terms = [30, 90, 365] as const;
const usual = '90';

interface NewKeyPageProps {
  site: Site;
  viewer: Viewer;
  scopes: readonly ScopeView[];
  /** What was typed and chosen, if the form is shown again. */
  name: string;
  chosen: readonly string[];
  days: string;
  problem: FormProblem | undefined;
}

/** GET `/account/keys/new`. */
export function NewKeyPage({ site, viewer, scopes, name, chosen, days, problem }: NewKeyPageProps) {
  const { form } = useWords().accountKeys;
  const field = {
    ...{ id: 'name', name: 'name', label: form.name, hint: form.nameHint },
    ...{ error: problem?.fields.name, first: problem === undefined },
  };
  // Its list is wrong as a whole, or one of its members is.
  const [, wrong] =
    Object.entries(problem?.fields ?? {}).find(([place]) => /^scopes(\/|$)/.test(place)) ?? [];
  return (
    <Layout site={site} viewer={viewer} title={form.title} failed={problem !== undefined}>
      <div class="account-sections">
        <header class="account-head">
          <h1>{form.title}</h1>
        </header>
        <form class="card form" method="post" action="/account/keys/new">
          <ProblemSummary
            problem={
              problem && wrong ? { ...problem, fields: { ...problem.fields, scopes: wrong } } : problem
            }
            controls={{ name: 'name', scopes: 'scopes', days: 'days' }}
          />
          <p>{form.lead}</p>
          <Field {...field}>
            <input {...controlOf(field)} type="text" value={name} maxlength={60} autocomplete="off" />
          </Field>
          <Scopes scopes={scopes} chosen={chosen} error={wrong} />
          <Field id="days" name="days" label={form.expires} error={problem?.fields.days}>
            <select id="days" name="days" aria-describedby={problem?.fields.days && errorIdOf('days')}>
              {terms.map((count) => (
                <option key={count} value={count} selected={String(count) === (days || usual)}>
                  {form.days(count)}
                </option>
              ))}
            </select>
          </Field>
          <p class="actions">
            <button class="button" type="submit">
              {form.submit}
            </button>
            <a class="button button-quiet" href="/account/keys">
              {form.cancel}
            </a>
          </p>
        </form>
      </div>
    </Layout>
  );
}

interface ScopesProps {
  scopes: readonly ScopeView[];
  chosen: readonly string[];
  error: Say | undefined;
}

function Scopes({ scopes, chosen, error }: ScopesProps) {
  const { form } = useWords().accountKeys;
  return (
    <fieldset
      class={error ? 'field field-wrong checks' : 'field checks'}
      id="scopes"
      tabindex={-1}
      aria-describedby={error && errorIdOf('scopes')}
    >
      <legend>{form.scopes}</legend>
      <FieldError of="scopes" error={error} />
      {scopes.map(({ scope, description }, at) => (
        <div key={scope} class="check">
          <input
            id={`scope-${at}`}
            name="scopes"
            type="checkbox"
            value={scope}
            checked={chosen.includes(scope)}
          />
          <label for={`scope-${at}`}>{description}</label>
        </div>
      ))}
    </fieldset>
  );
}
