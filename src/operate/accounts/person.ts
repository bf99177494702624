import { factors } from '../../factors/index.ts';
import type { Services } from '../../kit/services.ts';
import { findFacts, judge, type SignInFacts, type Verdict } from '../../login/index.ts';
import { type AccountRow, findAccount, findDisabledReason } from '../../people/accounts/index.ts';
import { type EmailState, emailState } from '../../people/emails/index.ts';
import { findRolesOf, type HeldRole } from '../../people/roles/index.ts';

export type PersonServices = Pick<Services, 'config' | 'db' | 'clock' | 'words' | 'hasher' | 'secretKey'>;

/** What there is to know of one account but for what happened to it. */
export interface Person {
  readonly account: AccountRow;
  readonly facts: SignInFacts;
  readonly canSignIn: Verdict['canSignIn'];
  /** Why, as what follows "Can sign in: yes, ". */
  readonly because: string;
  /** Why it was disabled, in the admin's words. */
  readonly disabledReason: string | null;
  readonly email: EmailState;
  readonly hasSecondFactor: boolean;
  /** What it signs in with besides its password: in words, and as JSON members. */
  readonly factors: { readonly said: readonly string[]; readonly facts: Readonly<Record<string, unknown>> };
  readonly roles: readonly HeldRole[];
}

/** Undefined where there is no such account. */
export async function findPerson(services: PersonServices, id: string): Promise<Person | undefined> {
  const { db, clock, words } = services;
  // PostgreSQL holds no NUL in a text, and fails when it is to look for one.
  const account = id.includes('\0') ? undefined : await findAccount(db, id);
  if (!account) return undefined;
  const facts = await findFacts(services, account);
  const verdict = judge(facts);
  const told = [];
  for (const { own } of factors) if (own) told.push(own.told(await own.find(services, id), words));
  return {
    ...{ account, facts, canSignIn: verdict.canSignIn, because: words.why.verdict(facts, verdict) },
    disabledReason: account.disabled_at === null ? null : await findDisabledReason(db, id),
    email: await emailState(db, id),
    hasSecondFactor: facts.secondFactor !== 'none',
    factors: {
      said: told.flatMap(({ said }) => said ?? []),
      facts: Object.assign({}, ...told.map((one) => one.facts)),
    },
    roles: await findRolesOf(db, id, clock()),
  };
}
