/** `useSession` for Vue: who is signed in, as a ref that is kept up to date across tabs. */
import { onScopeDispose, type Ref, shallowRef } from 'vue';
import type { Latchkey, SignedIn } from './index.ts';

/** `undefined` until the server has answered, then who is signed in or null. */
export function useSession(login: Latchkey): Readonly<Ref<SignedIn | null | undefined>> {
  const who = shallowRef<SignedIn | null>();
  let isHere = true;
  const set = (now: SignedIn | null) => {
    if (isHere) who.value = now;
  };
  const stop = login.onChange(set);
  onScopeDispose(() => {
    isHere = false;
    stop();
  });
  login.session().then(set, () => set(null));
  return who;
}
