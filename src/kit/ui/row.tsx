import type { ComponentChildren } from 'preact';
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
  /** The button that opens the form. */
  label: string;
  /** What it changes, for screen readers. */
  what: string;
  open?: boolean;
  danger?: boolean;
  children: ComponentChildren;
}

/** The form of a row, which opens by a click, and by itself where an address leads to the row or the form came back. */
export function Change({ label, what, open = false, danger = false, children }: ChangeProps) {
  return (
    <details class="row-change" open={open} data-row-change>
      <summary class={`button button-small button-quiet ${danger ? 'button-danger' : ''}`}>
        {label}
        <span class="sr-only"> {what}</span>
      </summary>
      <div class="row-form">{children}</div>
    </details>
  );
}
