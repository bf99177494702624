import { useWords } from '../../words/index.ts';
import { Icon } from './icon.tsx';

/** The search for people at the head of every page. `/` leads to it where scripts run. */
export function Search({ at, searched = '' }: { at: string; searched?: string | undefined }) {
  const { search } = useWords().console;
  return (
    <search class="console-search">
      <form method="get" action={at}>
        <label class="sr-only" for="console-search">
          {search.label}
        </label>
        <Icon name="search" />
        <input
          id="console-search"
          name="search"
          type="search"
          value={searched}
          placeholder={search.placeholder}
          maxlength={200}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          data-console-search
        />
        <span aria-hidden="true">
          <kbd>/</kbd>
        </span>
        <button class="sr-only" type="submit">
          {search.submit}
        </button>
      </form>
    </search>
  );
}
