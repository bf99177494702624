import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { isoTime } from '../clock.ts';
import type { Looking } from '../http/index.ts';
import { useWords } from '../words/index.ts';
import { Time } from './time.tsx';

/** Who looks at whose account on this page; undefined where everybody is who they are. */
export const LookingContext = createContext<Looking | undefined>(undefined);

/** Whether this is a page of an account that an administrator looks at, who stops that instead of signing out. */
export const useIsLookedAt = (): boolean => useContext(LookingContext) !== undefined;

/** Stands above every page of an account that an administrator looks at, with the way back. */
export function LookingBanner() {
  const said = useWords().ui.looking;
  const looking = useContext(LookingContext);
  if (!looking) return null;
  const { actor, username, until } = looking;
  return (
    <aside class="looking" aria-label={said.label}>
      <p>
        <strong>{said.who(<bdi>{actor}</bdi>, <bdi>{username}</bdi>)}</strong>{' '}
        <span>{said.until(<Time iso={isoTime(until)} />)}</span>
      </p>
      <form method="post" action="/impersonation/stop">
        <button class="button button-small" type="submit">
          {said.stop}
        </button>
      </form>
    </aside>
  );
}
