/** For React: who is signed in, kept up to date across tabs. */
import { type ReactNode, useEffect, useState } from 'react';
import type { Latchkey, SignedIn as Who } from './index.ts';

/** `undefined` until the server has answered, then who is signed in or null. */
export function useSession(login: Latchkey): Who | null | undefined {
  const [who, setWho] = useState<Who | null>();
  useEffect(() => {
    let isHere = true;
    const set = (now: Who | null) => isHere && setWho(now);
    const stop = login.onChange(set);
    login.session().then(set, () => set(null));
    return () => {
      isHere = false;
      stop();
    };
  }, [login]);
  return who;
}

export interface SignedInProps {
  readonly login: Latchkey;
  /** What is shown while nobody is signed in; nothing unless said, and nothing until the server has answered. */
  readonly otherwise?: ReactNode;
  readonly children: ReactNode | ((who: Who) => ReactNode);
}

/** Shows its children to who is signed in: `<SignedIn login={login}>{({ account }) => account.username}</SignedIn>`. */
export function SignedIn({ login, otherwise = null, children }: SignedInProps): ReactNode {
  const who = useSession(login);
  if (who === undefined) return null;
  if (who === null) return otherwise;
  return typeof children === 'function' ? children(who) : children;
}
