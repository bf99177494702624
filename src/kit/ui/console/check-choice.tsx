import type { ComponentChildren } from 'preact';

interface CheckChoiceProps {
  id: string;
  /** The field, which several choices share. */
  name: string;
  value: string;
  label: string;
  isChosen: boolean;
  /** Why it can't be chosen; such a one isn't sent. */
  obstacle: string | undefined;
  hint: ComponentChildren;
}

/** One of several things to tick, with a hint below, or instead the reason why it can't be ticked. */
export function CheckChoice({ id, name, value, label, isChosen, obstacle, hint }: CheckChoiceProps) {
  const isOff = obstacle !== undefined;
  return (
    <div class={isOff ? 'check check-off' : 'check'}>
      <input
        {...{ id, name }}
        type="checkbox"
        value={value}
        checked={isChosen && !isOff}
        disabled={isOff}
        aria-describedby={`${id}-hint`}
      />
      <label for={id}>{label}</label>
      <p class="hint" id={`${id}-hint`}>
        {isOff ? obstacle : hint}
      </p>
    </div>
  );
}
