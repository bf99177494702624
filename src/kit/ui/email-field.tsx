import { controlOf, Field, type FieldProps } from './fields.tsx';

interface EmailFieldProps extends Omit<FieldProps, 'name'> {
  value?: string | undefined;
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
