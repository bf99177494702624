import type { SignedIn } from './types.ts';

export type Who = SignedIn | null;

/** Older answers are asked for again when the page comes back to the front, in milliseconds. */
const freshFor = 10_000;

/** Who is signed in, as far as this page knows, and whoever wants to hear of it. */
export interface Watched {
  session(): Promise<Who>;
  /** Somebody has signed in or out here. */
  set(who: Who): void;
  /** What was known may be over: asks again. */
  refresh(): Promise<void>;
  onChange(listener: (who: Who) => void): () => void;
}

/** Asks once for all callers. `tabs` names the other pages of this browser that hear of a change. */
export function watch(ask: () => Promise<Who>, tabs: string | undefined): Watched {
  const listeners = new Set<(who: Who) => void>();
  const channel = tabs === undefined ? undefined : new BroadcastChannel(tabs);
  let known: { readonly who: Promise<Who>; readonly at: number } | undefined;

  function know(who: Promise<Who>): Promise<Who> {
    const now = { who, at: Date.now() };
    known = now;
    // One that failed is asked for again by whoever comes next.
    who.catch(() => {
      if (known === now) known = undefined;
    });
    return who;
  }

  function tell(who: Who): void {
    for (const listener of listeners) listener(who);
  }

  async function refresh(): Promise<void> {
    const before = await known?.who.catch(() => undefined);
    const asking = know(ask());
    const who = await asking.catch(() => undefined);
    // Somebody has signed in or out meanwhile, which everybody was told.
    if (who === undefined || known?.who !== asking) return;
    if (before === undefined || who?.session.id !== before?.session.id) tell(who);
  }

  channel?.addEventListener('message', () => void refresh());
  if (channel) {
    document.addEventListener('visibilitychange', () => {
      const isShown = document.visibilityState === 'visible';
      if (isShown && known && Date.now() - known.at > freshFor) void refresh();
    });
  }

  return {
    session: () => known?.who ?? know(ask()),
    set(who) {
      void know(Promise.resolve(who));
      tell(who);
      channel?.postMessage('changed');
    },
    refresh,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
