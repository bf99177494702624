import type { ComponentChildren } from 'preact';

interface PanelProps {
  /** Where a link leads to it. */
  id: string;
  title: string;
  /** How many there are, beside the title. */
  count?: string | undefined;
  lead?: ComponentChildren;
  actions?: ComponentChildren;
  /** Lets a table or a list reach the edges. */
  flush?: boolean;
  children: ComponentChildren;
}

/** A part of a page with a heading of its own. */
export function Panel({ id, title, count, lead, actions, flush = false, children }: PanelProps) {
  return (
    <section class={flush ? 'panel panel-flush' : 'panel'} id={id} aria-labelledby={`${id}-title`}>
      <div class="panel-head">
        <h2 id={`${id}-title`}>
          {title} {count !== undefined && <span class="panel-count">{count}</span>}
        </h2>
        {actions && <div class="panel-actions">{actions}</div>}
        {lead && <p class="panel-lead">{lead}</p>}
      </div>
      {children}
    </section>
  );
}

/** The numbers at the head of an overview. */
export function Figures({ children }: { children: ComponentChildren }) {
  return <dl class="figures">{children}</dl>;
}

interface FigureProps {
  label: string;
  value: string;
  /** What it's compared with, or since when. */
  note?: ComponentChildren;
  href?: string | undefined;
}

/** One of them. */
export function Figure({ label, value, note, href }: FigureProps) {
  return (
    <div class="figure">
      <dt>{href === undefined ? label : <a href={href}>{label}</a>}</dt>
      <dd class="figure-value">{value}</dd>
      {note && <dd class="figure-note">{note}</dd>}
    </div>
  );
}
