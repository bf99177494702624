import type { ComponentChildren } from 'preact';
import { useWords } from '../../words/index.ts';
import { Icon } from './icon.tsx';
import type { NavGroup } from './nav.ts';

interface KeysProps {
  nav: readonly NavGroup[];
  canSearch: boolean;
}

/** The list of keys, which the script of the console opens; nobody sees it without. */
export function Keys({ nav, canSearch }: KeysProps) {
  const { keys } = useWords().console;
  const pages = nav.flatMap(({ items }) => items);
  return (
    <dialog class="console-keys" aria-labelledby="console-keys-title" data-console-keys>
      <h2 id="console-keys-title">{keys.title}</h2>
      <dl>
        {canSearch && (
          <Line says={keys.search}>
            <kbd>/</kbd>
          </Line>
        )}
        <Line says={keys.help}>
          <kbd>?</kbd>
        </Line>
        {pages.map(
          ({ key, label, href }) =>
            key && (
              <Line key={href} says={keys.goTo(label)}>
                {keys.inTurn(<kbd>g</kbd>, <kbd>{key}</kbd>)}
              </Line>
            ),
        )}
      </dl>
      <form method="dialog">
        <button class="button button-quiet button-small" type="submit">
          {keys.close}
        </button>
      </form>
    </dialog>
  );
}

function Line({ says, children }: { says: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{children}</dt>
      <dd>{says}</dd>
    </div>
  );
}

/** Opens the list for whoever has a mouse in hand. */
export function KeysButton() {
  return (
    <button type="button" data-console-keys-button hidden>
      <Icon name="keyboard" />
      {useWords().console.keys.open}
    </button>
  );
}
