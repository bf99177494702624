import type { Services } from '../../kit/services.ts';
import {
  type AccountRead,
  findFacts,
  judge,
  readAccount,
  type SignInFacts,
  type Verdict,
} from '../../login/index.ts';
import { type IdentityView, viewIdentities } from '../../people/outside/index.ts';
import { findRolesOf, type HeldRole } from '../../people/roles/index.ts';
import { type ToldFactors, tellFactors } from './told-factors.ts';

export type PersonServices = Pick<Services, 'config' | 'db' | 'clock' | 'words' | 'hasher' | 'secretKey'>;

/** What there is to know of one account but for what happened to it. */
export interface Person extends Pick<AccountRead, 'account' | 'disabledReason' | 'email'> {
  readonly facts: SignInFacts;
  readonly canSignIn: Verdict['canSignIn'];
  /** Why, as what follows "Can sign in: yes, ". */
  readonly because: string;
  readonly hasSecondFactor: boolean;
  readonly factors: ToldFactors;
  readonly identities: readonly IdentityView[];
  readonly roles: readonly HeldRole[];
}

/** Undefined where there is no such account. In the console the advice is to use its buttons, else commands. */
export async function findPerson(
  services: PersonServices,
  id: string,
  reader?: 'console',
): Promise<Person | undefined> {
  const { db, clock, words } = services;
  // PostgreSQL holds no NUL in a text, and fails when it is to look for one.
  const read = id.includes('\0') ? undefined : await readAccount(services, id);
  if (!read) return undefined;
  const { account, disabledReason, email, factors } = read;
  const facts = await findFacts(services, read);
  const verdict = judge(facts);
  return {
    ...{ account, disabledReason, email, facts },
    ...{ canSignIn: verdict.canSignIn, because: words.why.verdict(facts, verdict, reader) },
    hasSecondFactor: facts.secondFactor !== 'none',
    factors: tellFactors(words, factors),
    identities: await viewIdentities(services, db, id),
    roles: await findRolesOf(db, id, clock()),
  };
}
