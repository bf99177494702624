/** `useSession` for React: who is signed in, kept up to date across tabs. */
import { useEffect, useState } from 'react';
import type { Latchkey, SignedIn } from './index.ts';

/** `undefined` until the server has answered, then who is signed in or null. */
export function useSession(login: Latchkey): SignedIn | null | undefined {
  const [who, setWho] = useState<SignedIn | null>();
  useEffect(() => {
    let isHere = true;
    const set = (now: SignedIn | null) => isHere && setWho(now);
    const stop = login.onChange(set);
    login.session().then(set, () => set(null));
    return () => {
      isHere = false;
      stop();
    };
  }, [login]);
  return who;
}
