import { controlOf, Field } from './fields.tsx';

interface EmailFieldProps {
  id: string;
  label: string;
  hint: string;
  value?: string | undefined;
  error?: string | undefined;
  /** See {@link Field}. */
  alone?: boolean | undefined;
  required?: boolean | undefined;
}

/** An e-mail address. */
export function EmailField(props: EmailFieldProps) {
  return (
    <Field {...props} name="email">
      <input
        {...controlOf({ ...props, name: 'email' })}
        type="email"
        value={props.value}
        autocomplete="email"
        required={props.required === true}
      />
    </Field>
  );
}
