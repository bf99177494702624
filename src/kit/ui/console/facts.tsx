import type { ComponentChildren } from 'preact';
import { useWords } from '../../words/index.ts';

/** What is known of one thing, name by name. What isn't known is a dash. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ComponentChildren])[] }) {
  return (
    <dl class="fact-list">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value === undefined || value === null || value === '' ? '–' : value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** An ID or a code in a line, which one click selects and another copies. */
export function CodeChip({ code, label }: { code: string; label: string }) {
  const { copy } = useWords().ui;
  return (
    <span class="code-chip" data-copy>
      <code>{code}</code>
      <button type="button" data-copy-button hidden>
        <span data-copy-word>{copy}</span>
        <span class="sr-only">: {label}</span>
      </button>
    </span>
  );
}

interface EmptyProps {
  title: ComponentChildren;
  text?: ComponentChildren;
  action?: ComponentChildren;
}

/** What stands where there is nothing yet, and what to do about it. */
export function Empty({ title, text, action }: EmptyProps) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {text && <p>{text}</p>}
      {action}
    </div>
  );
}

/** What stands in place of a form where there's nothing left to do, with the way back. */
export function NothingToDo({ title, href, back }: { title: string; href: string; back: string }) {
  const action = (
    <a class="button button-quiet" href={href}>
      {back}
    </a>
  );
  return <Empty title={title} action={action} />;
}
