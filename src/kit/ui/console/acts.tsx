import { useWords } from '../../words/index.ts';
import { Icon } from './icon.tsx';

export interface Act {
  /** The page that asks for a reason and does it. */
  readonly href: string;
  readonly title: string;
  /** What it does, in a sentence. */
  readonly text: string;
  /** The link: a verb. */
  readonly label: string;
}

interface ActListProps {
  id: string;
  title?: string;
  acts: readonly Act[];
  /** For what can't be undone: a frame that says so. */
  danger?: boolean;
}

/** What can be done with the thing on a page. Acts that the viewer may not do are left out by whoever makes the list. */
export function ActList({ id, title, acts, danger = false }: ActListProps) {
  const words = useWords().console;
  if (acts.length === 0) return null;
  return (
    <section class={danger ? 'panel acts acts-danger' : 'panel acts'} id={id} aria-labelledby={`${id}-title`}>
      <div class="panel-head">
        <h2 id={`${id}-title`}>
          {danger && <Icon name="danger" />}
          {title ?? (danger ? words.danger : words.actions)}
        </h2>
      </div>
      <ul>
        {acts.map((act) => (
          <li key={act.href}>
            <div>
              <h3>{act.title}</h3>
              <p id={`${id}-${act.href}`}>{act.text}</p>
            </div>
            <a
              class={`button button-small button-quiet ${danger ? 'button-danger' : ''}`}
              href={act.href}
              aria-describedby={`${id}-${act.href}`}
            >
              {act.label}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
