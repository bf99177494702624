import { useWords } from '../../words/index.ts';
import { Text } from '../text.tsx';
import { Icon } from './icon.tsx';

export interface Act {
  /** The page that asks for a reason and does it. Left out where it can't be done yet. */
  readonly href?: string | undefined;
  readonly title: string;
  /** What it does, in a sentence; or why it can't be done. */
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
          <li key={act.title}>
            <div>
              <h3>{act.title}</h3>
              <p id={act.href && `${id}-${act.href}`}>
                <Text text={act.text} />
              </p>
            </div>
            {act.href && (
              <a
                class={`button button-small button-quiet ${danger ? 'button-danger' : ''}`}
                href={act.href}
                aria-describedby={`${id}-${act.href}`}
              >
                {act.label}
              </a>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
