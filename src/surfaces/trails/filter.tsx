import { useWords } from '../../kit/words/index.ts';
import type { Wanted } from './find-listed.ts';

/** Asks for the attempts of an account, or for one by its support code. */
export function TrailFilter({ username, code }: Pick<Wanted, 'username' | 'code'>) {
  const { filter: said, nothing } = useWords().trailPages;
  return (
    <search aria-label={said.label}>
      <form class="trails-filter" method="get" action="/dev/trails">
        <div class="field">
          <label for="trails-username">{said.username}</label>
          <input id="trails-username" name="username" value={username} {...asTyped} />
        </div>
        <div class="field">
          <label for="trails-code">{said.code}</label>
          <input id="trails-code" name="code" value={code} placeholder="7K3M-Q2XV-9D4T" {...asTyped} />
        </div>
        <button class="button button-quiet" type="submit">
          {said.filter}
        </button>
        {(username !== '' || code !== '') && <a href="/dev/trails">{nothing.all}</a>}
      </form>
    </search>
  );
}

const asTyped = {
  autocomplete: 'off',
  autocapitalize: 'none',
  autocorrect: 'off',
  spellcheck: false,
} as const;
