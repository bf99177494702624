import type { FastifyReply } from 'fastify';
import type { UseCaseServices } from '../../factors/index.ts';
import { findPassword } from '../../factors/password/index.ts';
import { inTransaction } from '../../kit/db/index.ts';
import type { Caller } from '../../kit/http/index.ts';
import { type Problem, problem } from '../../kit/problem.ts';
import { closureOf, findAccount, findAdmission, holdAccount } from '../../people/accounts/index.ts';
import { emailKey, findAccountByVerifiedEmail } from '../../people/emails/index.ts';
import {
  findIdentity,
  keepNewcomer,
  type OutsideIdentitiesTable,
  outsideLifetime,
  type Provider,
  readAnswer,
  takeAnswer,
  touchIdentity,
} from '../../people/outside/index.ts';
import type { ProviderFault } from '../../people/trails/index.ts';
import { advance, type CompleteLogin, noteClosed, type Requester, type UnfinishedLogin } from '../index.ts';
import { type OutsideServices, refusal } from './begin.ts';
import { failed } from './failed.ts';
import { labelOf } from './label.ts';
import { linkIdentity } from './link.ts';
import { outsideAccountExists, outsideLoginFailed } from './problems.ts';
import { isMultiFactor, type Proved } from './proved.ts';
import { verifyByIdentity } from './verify.ts';

type BackServices = UseCaseServices & OutsideServices;

/** What a provider has sent a browser back with. */
export interface CameBack {
  readonly provider: Provider;
  readonly parameters: URLSearchParams;
  readonly state: string;
  /** The key that the browser holds, if it does. */
  readonly browser: string | undefined;
  /** Who is signed in there. */
  readonly caller: Caller | null;
}

/** What became of it, and where the person wanted to go. */
export type Outcome = { readonly next: string } & (
  | { readonly kind: 'signed-in'; readonly outcome: CompleteLogin | UnfinishedLogin }
  | { readonly kind: 'newcomer' | 'linked' | 'verified' }
);

/**
 * Judges what a browser came back with: that it was sent there, once; what the provider says; and whose account that is. An
 * identity leads to the account that it was linked to, and never to one that has its address.
 * Throws `outside-login-expired`, `outside-login-failed`, `outside-account-exists`, `identity-taken` and what a verification throws.
 */
export async function comeBack(
  services: BackServices,
  came: CameBack,
  requester: Requester & { readonly reply: FastifyReply },
): Promise<Outcome> {
  const { provider, parameters, state, browser } = came;
  const { trail } = requester;
  const taken = await takeAnswer(services.db, {
    state,
    browser,
    provider: provider.id,
    now: services.clock(),
  });
  if (typeof taken === 'string') throw noted(provider, taken, trail);
  const { next, purpose, expires_at: end } = taken;
  const provedSince = purpose === 'verify' ? end - outsideLifetime : undefined;
  const identity = await readAnswer(services, { provider, parameters, state, provedSince }).catch(
    (error: unknown) => {
      throw refusal(services, provider, error, trail);
    },
  );
  trail.note({ code: 'provider-answered', provider: provider.id, ok: true });
  const known = await findIdentity(services.db, identity);
  const proved = { provider, identity, known, attempt: taken };
  switch (purpose) {
    case 'link':
      await linkIdentity(services, proved, came.caller, requester);
      return { kind: 'linked', next };
    case 'verify':
      await verifyByIdentity(services, proved, came.caller, requester);
      return { kind: 'verified', next };
    case 'sign-in':
      return known ? signIn(services, { ...proved, known }, requester) : welcome(services, proved, requester);
  }
}

function noted(provider: Provider, fault: ProviderFault, trail: Requester['trail']): Problem {
  trail.note({ code: 'provider-answered', provider: provider.id, ok: false, fault });
  return failed(provider, fault);
}

async function signIn(
  services: BackServices,
  { provider, identity, known, attempt }: Proved & { readonly known: OutsideIdentitiesTable },
  requester: Requester,
): Promise<Outcome> {
  const { trail } = requester;
  const { account_id: accountId } = known;
  trail.account(accountId);
  trail.note({ code: 'identity-looked-up', provider: provider.id, state: 'known' });
  const sessionOptions = { transport: 'cookie' as const, remember: attempt.remember === 1 };
  const outcome = await inTransaction(services.db, async (tx) => {
    const isHeld = await holdAccount(tx, accountId);
    const account = await findAccount(tx, accountId);
    if (!isHeld || !account || closureOf(account) !== undefined) {
      noteClosed(trail, account);
      return undefined;
    }
    const now = services.clock();
    await touchIdentity(tx, known.id, { provider: provider.id, label: labelOf(identity), seen_at: now });
    const stored = await findPassword(tx, accountId);
    const proved = { account, amr: ['fed'] as const, isMultiFactor: isMultiFactor(provider, identity) };
    return advance(
      tx,
      services,
      { ...proved, weak: stored?.weak === 1, sessionOptions, attempt: null, counted: null },
      requester,
    );
  });
  // The same whether it is disabled or was deleted this moment: nobody learns which accounts there are.
  if (!outcome) throw problem(outsideLoginFailed, ({ outside }) => outside.noAccess(provider.label));
  return { kind: 'signed-in', outcome, next: attempt.next };
}

/** Somebody whose identity no account has: they may make one, unless their address has one. */
async function welcome(
  services: BackServices,
  { provider, identity, attempt }: Proved,
  { trail }: Requester,
): Promise<Outcome> {
  const look = (state: 'has-account' | 'no-new-accounts' | 'new') =>
    trail.note({ code: 'identity-looked-up', provider: provider.id, state });
  const owner =
    identity.isEmailVerified && identity.email !== undefined
      ? await findAccountByVerifiedEmail(services.db, emailKey(identity.email))
      : undefined;
  if (owner) {
    look('has-account');
    throw problem(outsideAccountExists, ({ outside }) => outside.accountExists(provider.label));
  }
  if (!provider.newAccounts || !findAdmission(services.config, 'sign-up')) {
    look('no-new-accounts');
    throw problem(outsideLoginFailed, ({ outside }) => outside.noNewAccounts(provider.label));
  }
  look('new');
  await keepNewcomer(services.db, attempt, { identity, now: services.clock() });
  return { kind: 'newcomer', next: attempt.next };
}
