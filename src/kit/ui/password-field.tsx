import { useWords } from '../words/index.ts';
import { controlOf, Field, type FieldProps } from './fields.tsx';
import { TypingHint } from './typing-hint.tsx';

/**
 * The password that the person has. It is never filled in by the server. The browser alone knows of Caps Lock, of the
 * keyboard's layout, and of a space at an end before it is sent.
 */
export function CurrentPasswordField(props: FieldProps) {
  return (
    <Field {...props}>
      <div class="password-box">
        <input {...controlOf(props)} type="password" autocomplete="current-password" />
        <ShowButton id={props.id} />
      </div>
      <TypingHint of={props.id} holds="password" />
    </Field>
  );
}

export interface PasswordRules {
  /** In code points. */
  passwordMin: number;
  passwordMax: number;
}

interface NewPasswordFieldProps extends Omit<FieldProps, 'hint'> {
  rules: PasswordRules;
  /** Words that are easy to guess here: the site's name, and the account's when the form does not ask for it. */
  context: string[];
}

/**
 * A password to be. There is no `maxlength`: it would cut a pasted password without a word.
 * `passwordrules` tells a password manager what to make; browsers that do not know it ignore it. A browser's own bubble
 * opens below the field, so how the password stands is said above it.
 */
export function NewPasswordField(props: NewPasswordFieldProps) {
  const { passwordMin, passwordMax } = props.rules;
  const hint = useWords().ui.fields.newPasswordHint(passwordMin);
  return (
    <Field {...props} hint={hint} aside={<span aria-hidden="true" data-standing-of={props.id} />}>
      <div class="password-box">
        <input
          {...controlOf({ ...props, hint })}
          type="password"
          autocomplete="new-password"
          minlength={passwordMin}
          {...{ passwordrules: `minlength: ${passwordMin}; maxlength: ${passwordMax}; allowed: unicode;` }}
          data-new-password
          data-min={passwordMin}
          data-max={passwordMax}
          data-context={JSON.stringify(props.context)}
        />
        <ShowButton id={props.id} />
      </div>
      <TypingHint of={props.id} holds="password" />
      <div class="strength" data-strength-of={props.id} hidden>
        <div class="strength-bars" aria-hidden="true">
          <span />
          <span />
          <span />
          <span />
        </div>
        <p class="strength-advice" aria-hidden="true" data-strength-advice />
        <p class="sr-only" role="status" data-strength-spoken />
      </div>
    </Field>
  );
}

function ShowButton({ id }: { id: string }) {
  const { show, showWhat } = useWords().ui.fields;
  return (
    <button class="show-button" type="button" aria-controls={id} data-show-password hidden>
      <span data-show-word>{show}</span>
      <span class="sr-only"> {showWhat}</span>
    </button>
  );
}
