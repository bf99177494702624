import type { ComponentChildren } from 'preact';
import { useWords } from '../../words/index.ts';

export interface Column {
  readonly label: string;
  /** Numbers stand at the end of their column. */
  readonly align?: 'end';
  /** Its cells don't wrap. */
  readonly short?: boolean;
}

export interface TableRow {
  readonly key: string;
  /** One for each column; the first is what the row is about. */
  readonly cells: readonly ComponentChildren[];
}

interface DataTableProps {
  /** What the table holds, for screen readers. */
  caption: string;
  columns: readonly Column[];
  rows: readonly TableRow[];
  /** What stands there instead of rows: an `Empty`. */
  empty?: ComponentChildren;
}

/**
 * A table whose rows become cards in a narrow window, where each cell bears the name of its column. The link in a row's
 * first cell can be clicked anywhere in the row.
 */
export function DataTable({ caption, columns, rows, empty }: DataTableProps) {
  if (rows.length === 0 && empty) return <>{empty}</>;
  return (
    <table class="data-table">
      <caption class="sr-only">{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ label, align }) => (
            <th key={label} scope="col" class={align && 'cell-end'}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells: [first, ...others] }) => (
          <tr key={key}>
            <th scope="row">{first}</th>
            {others.map((cell, at) => {
              const { label, align, short } = columns[at + 1] ?? { label: '' };
              const classes = [align && 'cell-end', short && 'cell-short'].filter(Boolean).join(' ');
              return (
                <td key={label} class={classes || undefined} data-label={label}>
                  {cell}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface RowLinkProps {
  href: string;
  label: string;
  /** What the row is about, which a screen reader reads with the link. */
  of: string | null | undefined;
  class?: string;
}

/** A link for one row of several that have such a link. */
export function RowLink({ href, label, of, class: look }: RowLinkProps) {
  return (
    <a class={look} href={href}>
      {label}
      <span class="sr-only">: {of}</span>
    </a>
  );
}

interface PagerProps {
  /** What is on this page and how much there is: "50 of about 12,000 people". */
  shown: ComponentChildren;
  newer?: string | undefined;
  older?: string | undefined;
}

/** Leads to the pages beside this one by their cursors: addresses, or nothing where there are no more. */
export function Pager({ shown, newer, older }: PagerProps) {
  const { pages } = useWords().console;
  return (
    <nav class="pager" aria-label={pages.label}>
      <p>{shown}</p>
      {(newer ?? older) !== undefined && (
        <>
          <PagerLink href={newer} rel="prev" label={pages.newer} />
          <PagerLink href={older} rel="next" label={pages.older} />
        </>
      )}
    </nav>
  );
}

function PagerLink({ href, rel, label }: { href: string | undefined; rel: 'prev' | 'next'; label: string }) {
  if (href === undefined) return <span class="pager-off">{label}</span>;
  return (
    <a class="button button-quiet button-small" href={href} rel={rel}>
      {label}
    </a>
  );
}
