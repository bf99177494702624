/** A store for Svelte: `const session = sessionStore(login)`, then `$session`. */
import type { Latchkey, SignedIn } from './index.ts';

/** What Svelte calls a readable store. */
export interface SessionStore {
  subscribe(run: (who: SignedIn | null | undefined) => void): () => void;
}

/** `undefined` until the server has answered, then who is signed in or null. */
export function sessionStore(login: Latchkey): SessionStore {
  return {
    subscribe(run) {
      let isHere = true;
      const tell = (who: SignedIn | null) => isHere && run(who);
      run(undefined);
      const stop = login.onChange(tell);
      login.session().then(tell, () => tell(null));
      return () => {
        isHere = false;
        stop();
      };
    },
  };
}
