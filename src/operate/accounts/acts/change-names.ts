import { problem } from '../../../kit/problem.ts';
import { imitatesNow, renameAccount, touchAccount } from '../../../people/accounts/index.ts';
import {
  askForEmail,
  deleteVerifiedEmail,
  emailTaken,
  insertVerifiedEmail,
  readEmail,
  readEmailDomains,
  requireEmail,
  requireMail,
} from '../../../people/emails/index.ts';
import { type Acting, shownClient } from '../acting.ts';
import { type Acted, type ActServices, actOn } from './act-on.ts';
import { imitating, requireNewName, taken } from './new-name.ts';

/**
 * Gives an account another username, held to the rules for new ones. Emails that name the old one open nothing any more.
 * Undefined when the account doesn't exist. Throws `username-refused` or `username-taken`.
 */
export async function changeUsername(
  services: ActServices,
  acting: Acting,
  accountId: string,
  typed: string,
): Promise<Acted | undefined> {
  const name = requireNewName(services.config, typed);
  return actOn(services, acting, accountId, {
    kind: 'username-changed',
    audit: 'username-changed',
    needsReason: true,
    async change(tx, { account, now }) {
      if (account.username === name.username) return undefined;
      if (await imitatesNow(tx, name, accountId)) throw imitating();
      if (!(await renameAccount(tx, accountId, name))) throw taken(name.username);
      await touchAccount(tx, accountId, now);
      return {
        value: undefined,
        events: [{ type: 'username-changed' }],
        notice: { kind: 'username-changed', before: account.username },
      };
    },
  });
}

/**
 * Has an account ask for another address: it's the account's once its reader has used the link that is sent there, and the
 * old address, which is told, counts until then. Undefined when the account doesn't exist. Throws `email-refused`,
 * `domain-refused`, `mail-off` or `too-many-attempts`.
 */
export async function askForAddress(
  services: ActServices,
  acting: Acting,
  accountId: string,
  typed: string,
): Promise<Acted<string> | undefined> {
  requireMail(services.config);
  // Its reader couldn't verify one of a domain that isn't allowed.
  const emailDomains = readEmailDomains(services.config);
  const email = requireEmail({ emailDomains }, typed, { pointer: '/email' });
  return actOn(services, acting, accountId, {
    kind: 'email-asked',
    audit: 'email-asked',
    needsReason: true,
    async change(tx, { account, now }) {
      await touchAccount(tx, accountId, now);
      await askForEmail(tx, services, account, email, { client: shownClient(acting) });
      return { value: email.address, events: [], notice: { kind: 'email-asked' } };
    },
  });
}

/**
 * Makes an address the account's without a link, for the command alone: whoever runs it says that they know whose it is.
 * Throws `email-refused` or `email-taken`.
 */
export async function setProvedAddress(
  services: ActServices,
  acting: Acting,
  accountId: string,
  typed: string,
): Promise<Acted<string> | undefined> {
  const email = readEmail(typed, '/email');
  return actOn(services, acting, accountId, {
    kind: 'email-verified',
    audit: 'email-changed',
    needsReason: true,
    async change(tx, { now }) {
      await touchAccount(tx, accountId, now);
      await deleteVerifiedEmail(tx, accountId);
      if (!(await insertVerifiedEmail(tx, accountId, email, now)))
        throw problem(emailTaken, ({ adminActs }) => adminActs.addressTaken);
      return {
        value: email.address,
        events: [{ type: 'email-verified' }],
        notice: { kind: 'email-changed' },
      };
    },
  });
}
