import type { ComponentChildren } from 'preact';
import { type Say, useWords } from '../words/index.ts';
import { Text } from './text.tsx';
import { TypingHint } from './typing-hint.tsx';

export interface FieldProps {
  id: string;
  name: string;
  label: string;
  hint?: ComponentChildren;
  error?: Say | undefined;
  /** The form has no other field, so what is wrong is said in its summary alone. */
  alone?: boolean | undefined;
  /** The page opens with the cursor here. */
  first?: boolean | undefined;
  /** A link at the end of the label's line; it comes after the control when one goes through the page by keyboard. */
  aside?: ComponentChildren;
}

/** What every control for one line has: nothing is corrected in it, and a screen reader says what is wrong with it. */
export function controlOf(props: Pick<FieldProps, 'id' | 'name' | 'hint' | 'error' | 'first' | 'alone'>) {
  return {
    id: props.id,
    name: props.name,
    autocapitalize: 'none',
    autocorrect: 'off',
    spellcheck: false,
    required: true,
    // Of several, a browser takes the first.
    autofocus: props.first === true || (props.error !== undefined && !props.alone),
    'aria-invalid': props.error ? 'true' : undefined,
    'aria-describedby': describedBy(props.id, props),
  } as const;
}

/** The id of the sentence that says what is wrong with a control. */
export function errorIdOf(id: string): string {
  return `${id}-error`;
}

/** The ids that a control's `aria-describedby` names: its error first, then its hint. */
export function describedBy(id: string, { hint, error }: Pick<FieldProps, 'hint' | 'error'>) {
  const ids = [error ? errorIdOf(id) : '', hint ? `${id}-hint` : ''].filter((part) => part !== '');
  return ids.length > 0 ? ids.join(' ') : undefined;
}

/** A label, its hint, what is wrong, and the control, in the order in which they are read. */
export function Field({
  id,
  label,
  hint,
  error,
  alone,
  aside,
  children,
}: FieldProps & { children: ComponentChildren }) {
  return (
    <div class={error ? 'field field-wrong' : 'field'}>
      <label for={id}>{label}</label>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {!alone && <FieldError of={id} error={error} />}
      {children}
      {aside && <p class="field-aside">{aside}</p>}
    </div>
  );
}

/** What is wrong with a control, beside it. */
export function FieldError({ of, error }: { of: string; error: Say | undefined }) {
  const words = useWords();
  if (!error) return null;
  return (
    <p class="field-error" id={errorIdOf(of)}>
      <span class="sr-only">{words.ui.problem} </span>
      <Text text={error(words)} />
    </p>
  );
}

interface UsernameFieldProps extends FieldProps {
  value: string;
  /** The browser may suggest passkeys here. */
  passkeys?: boolean | undefined;
}

/** A username as the person typed it: no capitals, no correction, no spelling marks. */
export function UsernameField(props: UsernameFieldProps) {
  return (
    <Field {...props}>
      <input
        {...controlOf(props)}
        type="text"
        value={props.value}
        autocomplete={props.passkeys ? 'username webauthn' : 'username'}
      />
      <TypingHint of={props.id} holds="username" />
    </Field>
  );
}

/** Whether the session outlives the browser's; the whole row can be touched. */
export function RememberField({ checked }: { checked: boolean }) {
  const { fields } = useWords().ui;
  return (
    <div class="check">
      <input
        id="remember"
        name="remember"
        type="checkbox"
        value="on"
        checked={checked}
        aria-describedby="remember-hint"
      />
      <label for="remember">{fields.remember}</label>
      <p class="hint" id="remember-hint">
        {fields.rememberHint}
      </p>
    </div>
  );
}
