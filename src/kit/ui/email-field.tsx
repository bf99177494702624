import { describedBy, Field } from './fields.tsx';

interface EmailFieldProps {
  id: string;
  label: string;
  hint: string;
  value?: string | undefined;
  error?: string | undefined;
  required?: boolean | undefined;
}

/** An e-mail address. */
export function EmailField(props: EmailFieldProps) {
  return (
    <Field {...props} name="email">
      <input
        id={props.id}
        name="email"
        type="email"
        value={props.value}
        autocomplete="email"
        spellcheck={false}
        required={props.required === true}
        aria-invalid={props.error ? 'true' : undefined}
        aria-describedby={describedBy(props.id, props)}
      />
    </Field>
  );
}
