import type { ComponentChildren } from 'preact';
import type { FactorName } from '../people/factor-names.ts';

interface AnswersProps {
  factor: FactorName;
  next: string;
  label: string;
  isQuiet?: boolean | undefined;
  /** What stands before the button, such as a proof of work. */
  children?: ComponentChildren;
}

/** Which factor a form answers, where its owner wanted to go, and its button. */
export function Answers({ factor, next, label, isQuiet = false, children }: AnswersProps) {
  return (
    <>
      <input type="hidden" name="factor" value={factor} />
      <input type="hidden" name="next" value={next} />
      {children}
      <button class={isQuiet ? 'button button-wide button-quiet' : 'button button-wide'} type="submit">
        {label}
      </button>
    </>
  );
}
