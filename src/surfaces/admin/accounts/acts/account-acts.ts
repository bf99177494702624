import type { Problem } from '../../../../kit/problem.ts';
import { problem } from '../../../../kit/problem.ts';
import type { Services } from '../../../../kit/services.ts';
import type { Say, Words } from '../../../../kit/words/index.ts';
import { lastWayIn } from '../../../../login/index.ts';
import {
  type Acting,
  accountClosed,
  askForAddress,
  askNewPassword,
  changeUsername,
  deleteAccountLater,
  disableAccount,
  enableAccount,
  endSessions,
  noVerifiedAddress,
  type Person,
  removeIdentityOf,
  removeSecondFactors,
  undeleteAccount,
  unlock,
} from '../../../../operate/accounts/index.ts';
import { closureOf } from '../../../../people/accounts/index.ts';
import type { Permission } from '../../../../people/roles/index.ts';

export type ActName = keyof Words['admin']['accounts']['person']['acts'];

/** What a page confirms before it is done to an account. */
export interface ConfirmedAct {
  /** The last part of its addresses. */
  readonly name: ActName;
  readonly needsReason: boolean;
  /** Whether it closes the account, or removes what its owner signs in with. */
  readonly danger?: true;
  /** What it asks for besides the reason: a text, or whether to remove passkeys too. */
  readonly asks?: 'username' | 'email' | 'passkeys' | 'identity';
  /** Why it would be refused, with what helps; undefined where nothing is in its way. */
  readonly lacks?: (person: Person) => Say | undefined;
}

/** It has routes of its own, since it's done in a browser alone: see `../../impersonation/`. */
export const impersonate = { name: 'impersonate', needsReason: true } as const satisfies ConfirmedAct;

/** What was sent with an act. */
export interface Sent {
  /** Passkeys are removed too. */
  readonly passkeys?: boolean;
  readonly username?: string;
  readonly email?: string;
  /** The ID of an identity. */
  readonly identity?: string;
}

/** Something that is done to an account by a button and, where it matters, with a reason. */
export interface AccountAct extends ConfirmedAct {
  readonly name: Exclude<ConfirmedAct['name'], 'impersonate'>;
  readonly permission: Permission;
  /** Whether there is anything to do. */
  isOf(person: Person): boolean;
  /** Undefined where there is no such account. */
  run(services: Services, acting: Acting, person: Pick<Person, 'account'>, sent: Sent): Promise<unknown>;
}

export const isClosed = ({ account }: Person): boolean => closureOf(account) !== undefined;

/** Every act that takes nothing but a reason, in the order of a person's page. */
export const accountActs: readonly AccountAct[] = [
  {
    ...{ name: 'unlock', permission: 'accounts:unlock', needsReason: false },
    isOf: (person) =>
      !isClosed(person) && (person.facts.counts.holds.length > 0 || person.facts.counts.strangers > 0),
    run: (services, acting, { account }) => unlock(services, acting, account.id),
  },
  {
    ...{ name: 'enable', permission: 'accounts:disable', needsReason: false },
    isOf: ({ account }) => account.disabled_at !== null && account.deleted_at === null,
    run: (services, acting, { account }) => enableAccount(services, acting, account.id),
  },
  {
    ...{ name: 'undelete', permission: 'accounts:delete', needsReason: false },
    isOf: ({ account }) => account.deleted_at !== null,
    run: (services, acting, { account }) => undeleteAccount(services, acting, account.id),
  },
  {
    ...{ name: 'end-sessions', permission: 'accounts:end-sessions', needsReason: false },
    isOf: (person) => !isClosed(person),
    run: (services, acting, { account }) => endSessions(services, acting, account.id),
  },
  {
    ...{ name: 'ask-new-password', permission: 'accounts:ask-new-password', needsReason: true },
    isOf: (person) => !isClosed(person),
    lacks: ({ email }) => (email.email === null ? ({ admin }) => admin.accounts.acts.noAddress : undefined),
    async run(services, acting, { account }) {
      const asked = await askNewPassword(services, acting, account.id);
      if (asked === 'no-address') throw problem(noVerifiedAddress);
      if (asked === 'closed') throw problem(accountClosed);
      return asked;
    },
  },
  {
    ...{ name: 'username', permission: 'accounts:change-names', needsReason: true, asks: 'username' },
    isOf: (person) => !isClosed(person),
    run: (services, acting, { account }, { username = '' }) =>
      changeUsername(services, acting, account.id, username),
  },
  {
    ...{ name: 'email', permission: 'accounts:change-names', needsReason: true, asks: 'email' },
    isOf: (person) => !isClosed(person),
    run: (services, acting, { account }, { email = '' }) =>
      askForAddress(services, acting, account.id, email),
  },
  {
    ...{ name: 'disable', permission: 'accounts:disable', needsReason: true, danger: true },
    isOf: (person) => !isClosed(person),
    run: (services, acting, { account }) => disableAccount(services, acting, account.id),
  },
  {
    ...{ name: 'remove-factors', permission: 'accounts:remove-factors', needsReason: true, danger: true },
    asks: 'passkeys',
    isOf: ({ hasSecondFactor }) => hasSecondFactor,
    async run(services, acting, { account: { username: name } }, { passkeys = false }) {
      const removed = await removeSecondFactors(services, acting, { name, passkeys });
      if (removed?.cleared === 'last-way-in') throw lastOne();
      return removed;
    },
  },
  {
    ...{ name: 'remove-identity', permission: 'accounts:remove-factors', needsReason: true, danger: true },
    asks: 'identity',
    isOf: (person) => !isClosed(person) && person.identities.length > 0,
    run: (services, acting, { account }, { identity = '' }) =>
      removeIdentityOf(services, acting, account.id, identity),
  },
  {
    ...{ name: 'delete', permission: 'accounts:delete', needsReason: true, danger: true },
    isOf: ({ account }) => account.deleted_at === null,
    run: (services, acting, { account }) => deleteAccountLater(services, acting, account.id),
  },
];

const lastOne = (): Problem => problem(lastWayIn, ({ admin }) => admin.accounts.acts.lastWayIn);
