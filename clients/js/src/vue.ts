/** `useSession` for Vue: who is signed in, as a ref that is kept up to date across tabs. */
import { onScopeDispose, type Ref, shallowRef } from 'vue';
import type { Latchkey, SignedIn } from './index.ts';

/** `undefined` until the server has answered, then who is signed in or null. */
export function useSession(login: Latchkey): Readonly<Ref<SignedIn | null | undefined>> {
  const who = shallowRef<SignedIn | null>();
  const set = (now: SignedIn | null) => {
    who.value = now;
  };
  onScopeDispose(login.onChange(set));
  login.session().then(set, () => set(null));
  return who;
}
