import { type ComponentChildren, createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { useWords } from '../words/index.ts';
import { SectionNotice } from './form-problem.tsx';
import type { Done } from './site.ts';

interface RowProps {
  /** Where a link leads to it, and the key of its news. */
  id: string;
  title: string;
  chip?: ComponentChildren;
  /** What it is now. */
  value?: ComponentChildren;
  done?: Done | undefined;
  /** What stands there whether or not somebody changes it. */
  children?: ComponentChildren;
}

/** One thing of an account in a card: what it is now, and what can be done about it. */
export function Row({ id, title, chip, value, done, children }: RowProps) {
  return (
    <section class="row" id={id} aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>
        {title} {chip}
      </h3>
      {value && <p class="row-value">{value}</p>}
      <SectionNotice of={id} done={done} />
      {children}
    </section>
  );
}

interface ChangeProps {
  /** The id of what it stands in: its row, its section, or its part of a list. */
  of: string;
  /** The button that opens the form. */
  label: string;
  /** What it changes, for screen readers. */
  what: string;
  open?: boolean;
  danger?: boolean;
  /** Looks like a fold of a list instead of like a button. */
  fold?: boolean;
  children: ComponentChildren;
}

/** The id of the row whose form is drawn. */
const RowContext = createContext('');

/** The id of the row whose form was just left; empty for none. */
export const LeftRowContext = createContext('');

/**
 * The form of a row, which opens by a click, and by itself where an address leads to the row or the form came back. It has
 * a {@link Cancel}, which leads back to its button.
 */
export function Change(props: ChangeProps) {
  const { of, label, what, open = false, danger = false, fold = false, children } = props;
  const wasLeft = useContext(LeftRowContext) === of;
  const button = fold ? undefined : `button button-small button-quiet ${danger ? 'button-danger' : ''}`;
  return (
    <RowContext.Provider value={of}>
      <details class={fold ? 'fold' : 'row-change'} open={open} data-row-change>
        <summary class={button} autofocus={wasLeft}>
          {label}
          <span class="sr-only"> {what}</span>
        </summary>
        <div class="row-form">{children}</div>
      </details>
    </RowContext.Provider>
  );
}

/**
 * Leaves the form that a row has open, as a plain link. Its address has no fragment: a browser loads the page anew, with
 * the form closed and what was typed gone, also where it is there already.
 */
export function Cancel() {
  const of = useContext(RowContext);
  return (
    <a class="button button-quiet" href={`/account?left=${encodeURIComponent(of)}`} data-row-cancel>
      {useWords().ui.cancel}
    </a>
  );
}
