import { Field } from '../../../kit/ui/fields.tsx';
import { useWords } from '../../../kit/words/index.ts';
import { type Choice, faults, prompts, scopesToChoose } from './choice.ts';
import { tryPath } from './demo-client.ts';

export interface ChoiceFormProps {
  /** What was chosen last. */
  choice: Choice;
  /** The APIs that there are. */
  resources: readonly { readonly url: string; readonly name: string }[];
  submit: string;
}

/** How the demo app asks, and what it does wrong. */
export function ChoiceForm({ choice, resources, submit }: ChoiceFormProps) {
  const said = useWords().tryApp;
  const { form } = said;
  return (
    <form class="card form" method="post" action={tryPath}>
      <fieldset class="checks">
        <legend>{form.scopes}</legend>
        <p class="hint">{form.openid}</p>
        {scopesToChoose.map((scope) => (
          <div key={scope} class="check">
            <input
              id={scope}
              name={scope}
              type="checkbox"
              value="on"
              checked={choice.scopes.includes(scope)}
            />
            <label for={scope}>{form.scope[scope]}</label>
          </div>
        ))}
      </fieldset>
      <Choose
        name="prompt"
        label={form.prompt}
        chosen={choice.prompt}
        among={prompts.map((one) => [one, said.prompts[one]])}
      />
      {resources.length > 0 && (
        <Choose
          name="resource"
          label={form.resource}
          chosen={choice.resource}
          among={[['', form.here], ...resources.map(({ url, name }) => [url, name] as const)]}
        />
      )}
      <Choose
        name="fault"
        label={form.fault}
        hint={form.faultHint}
        chosen={choice.fault}
        among={faults.map((one) => [one, said.faults[one]])}
      />
      <button class="button button-wide" type="submit">
        {submit}
      </button>
    </form>
  );
}

interface ChooseProps {
  name: string;
  label: string;
  hint?: string;
  chosen: string;
  among: readonly (readonly [value: string, words: string])[];
}

function Choose({ name, label, hint, chosen, among }: ChooseProps) {
  return (
    <Field id={name} name={name} label={label} hint={hint}>
      <select id={name} name={name} aria-describedby={hint && `${name}-hint`}>
        {among.map(([value, words]) => (
          <option key={value} value={value} selected={value === chosen}>
            {words}
          </option>
        ))}
      </select>
    </Field>
  );
}
