import { controlOf, Field, type FieldProps } from './fields.tsx';

type CodeFieldProps = Omit<FieldProps, 'name'>;

interface OneTimeCodeFieldProps extends CodeFieldProps {
  /** A code that was typed and not judged. */
  value?: string | undefined;
}

/** A code of an authenticator app. Phones offer digits, and fill in what they have received. */
export function OneTimeCodeField({ value, ...props }: OneTimeCodeFieldProps) {
  return (
    <Field {...props} name="code">
      <input
        {...controlOf({ ...props, name: 'code' })}
        class="code-input"
        value={value}
        type="text"
        inputmode="numeric"
        autocomplete="one-time-code"
      />
    </Field>
  );
}

/** A code from a list on paper: letters and digits, and no manager should keep it. */
export function RecoveryCodeField(props: CodeFieldProps) {
  return (
    <Field {...props} name="code">
      <input {...controlOf({ ...props, name: 'code' })} type="text" autocomplete="off" />
    </Field>
  );
}
