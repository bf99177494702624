import type { ComponentChildren } from 'preact';
import { useWords } from '../../words/index.ts';

export interface Crumb {
  readonly href: string;
  readonly label: string;
}

export interface PageHeadProps {
  title: ComponentChildren;
  /** Beside the title: states, as badges. */
  badges?: ComponentChildren;
  lead?: ComponentChildren;
  /** The pages above this one, the uppermost first. */
  crumbs?: readonly Crumb[];
  /** Links and buttons for the page as a whole. */
  actions?: ComponentChildren;
}

/** The head of a page of the console. */
export function PageHead({ title, badges, lead, crumbs = [], actions }: PageHeadProps) {
  const words = useWords().console;
  return (
    <div class="page-head">
      {crumbs.length > 0 && (
        <nav class="crumbs" aria-label={words.crumbs}>
          <ol>
            {crumbs.map(({ href, label }) => (
              <li key={href}>
                <a href={href}>{label}</a>
              </li>
            ))}
          </ol>
        </nav>
      )}
      <div class="page-title">
        <h1>{title}</h1>
        {badges}
      </div>
      {lead && <p class="page-lead">{lead}</p>}
      {actions && <div class="page-actions">{actions}</div>}
    </div>
  );
}
