import type { PresentHold } from '../../people/limits/index.ts';
import type { SignInFacts } from './facts.ts';

/** By what a login begins; `link` is a new password by email, which counts where nothing else could ever be right. */
export type Way = 'password' | 'passkey' | 'identity' | 'code' | 'link';

/** `waits`: for somebody it opens later by itself. `closed`: for somebody it does not. */
type State = 'open' | 'waits' | 'closed';

/** Whether somebody can sign in now, and what decides it. */
export interface Verdict {
  readonly canSignIn: 'yes' | 'later' | 'no';
  /** The ways that the account has, the usual first. */
  readonly ways: readonly Way[];
  /** Those of them that are open to everybody now. */
  readonly open: readonly Way[];
  /** What holds up one of its ways. */
  readonly holds: readonly PresentHold[];
}

/** The one answer to "can they sign in?": for trails, for the commands, for whoever else asks. */
export function judge(facts: SignInFacts): Verdict {
  const states = statesOf(facts);
  const ways = [...states.keys()];
  const open = ways.filter((way) => states.get(way) === 'open');
  const holds = facts.counts.holds.filter(({ of }) =>
    of === 'code' ? usesCodes(facts) : hasGoodHash(facts),
  );
  if (facts.obstacle !== undefined || facts.closed) return { canSignIn: 'no', ways, open: [], holds: [] };
  if (open.length > 0) return { canSignIn: 'yes', ways, open, holds };
  return { canSignIn: [...states.values()].includes('waits') ? 'later' : 'no', ways, open, holds };
}

function statesOf(facts: SignInFacts): ReadonlyMap<Way, State> {
  const { counts, codesFullUntil } = facts;
  const held = (which: PresentHold['of']) =>
    worst(counts.holds.filter(({ of }) => of === which).map(stateIn));
  // Whoever has more than codes answers with that.
  const second = facts.secondFactor === 'codes' ? held('code') : 'open';
  const states = new Map<Way, State>();
  if (facts.password)
    states.set('password', hasGoodHash(facts) ? worst([held('password'), second]) : 'closed');
  if (facts.passkey) states.set('passkey', 'open');
  if (facts.identity) states.set('identity', second);
  const mails = codesFullUntil === undefined ? 'open' : 'waits';
  if (facts.codeByEmail) states.set('code', worst([held('code'), mails, second]));
  // A link ends the count of wrong passwords too, but whoever knows the password needs none.
  const isLast = !hasGoodHash(facts) && !facts.passkey && !facts.identity && !facts.codeByEmail;
  if (facts.linkByEmail && isLast) states.set('link', second);
  return states;
}

/** Why no password could be right: there is none, or its hash has another pepper than the server. */
export type PasswordFault = 'none' | 'pepper';

/** Undefined where one could be right. */
export function passwordFault({ password }: Pick<SignInFacts, 'password'>): PasswordFault | undefined {
  if (password === null) return 'none';
  return password.hasItsPepper ? undefined : 'pepper';
}

export const hasGoodHash = ({ password }: SignInFacts): boolean => password?.hasItsPepper === true;

const usesCodes = ({ codeByEmail, secondFactor }: SignInFacts): boolean =>
  codeByEmail || secondFactor !== 'none';

const stateIn = ({ isFull }: PresentHold): State => (isFull ? 'closed' : 'waits');

function worst(states: readonly State[]): State {
  return (['closed', 'waits'] as const).find((state) => states.includes(state)) ?? 'open';
}
