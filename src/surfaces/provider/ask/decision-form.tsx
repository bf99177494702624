import type { ComponentChildren } from 'preact';
import { useWords } from '../../../kit/words/index.ts';

interface DecisionFormProps {
  action: string;
  /** Hidden fields, where the address alone doesn't say what is decided. */
  children?: ComponentChildren;
}

/** Allow or decline: `decision` says which. */
export function DecisionForm({ action, children }: DecisionFormProps) {
  const { ask } = useWords().apps;
  return (
    <form class="actions" method="post" action={action}>
      {children}
      <button class="button" type="submit" name="decision" value="allow">
        {ask.allow}
      </button>
      <button class="button button-quiet" type="submit" name="decision" value="decline">
        {ask.decline}
      </button>
    </form>
  );
}
