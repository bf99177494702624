import { inTransaction, type Tx } from '../../../kit/db/index.ts';
import { newId } from '../../../kit/ids.ts';
import { problem } from '../../../kit/problem.ts';
import { admitForOperator, imitatesNow, insertAccount } from '../../../people/accounts/index.ts';
import {
  emailTaken,
  findAccountByVerifiedEmail,
  putPendingEmail,
  readEmail,
  requireMail,
} from '../../../people/emails/index.ts';
import { recordEvent } from '../../../people/events/index.ts';
import { type Acting, reasonOf, shownClient } from '../acting.ts';
import type { ActServices } from './act-on.ts';
import { imitating, type NewName, namesFor, nothingGiven, requireNewName, taken } from './new-name.ts';
import { giveLink, type PasswordLink } from './password-link.ts';
import { recordAct } from './record-act.ts';

export interface Created {
  readonly accountId: string;
  readonly username: string;
  /** How its owner comes by a password; undefined where nobody but the command could be shown a link. */
  readonly link: PasswordLink | undefined;
}

/** One of the two, or both. */
interface Wanted {
  readonly username?: string | undefined;
  readonly email?: string | undefined;
}

/**
 * Creates an account without a password for somebody else, who chooses one by a link: emailed to the address, which using
 * the link verifies, or else printed by the command. Without a username it gets one made from the address. An address that
 * another account has verified is refused, since admins may know who has an account. Throws `username-refused`,
 * `username-taken`, `email-refused`, `email-taken`, `mail-off` and `reason-missing`.
 */
export async function createAccountFor(
  services: ActServices,
  acting: Acting,
  { username, email: typed }: Wanted,
): Promise<Created> {
  const { config, db, clock } = services;
  const reason = reasonOf(acting, false);
  const name = username === undefined ? undefined : requireNewName(config, username);
  const email = typed === undefined ? undefined : readEmail(typed, '/email');
  if (email) requireMail(config);
  if (!name && !email) throw nothingGiven();
  return inTransaction(db, async (tx) => {
    const now = clock();
    if (email && (await findAccountByVerifiedEmail(tx, email.key)))
      throw problem(emailTaken, ({ adminActs }) => adminActs.addressTaken);
    const id = newId();
    const { dataFields } = config.search;
    const names = name ? [name] : namesOf(services, email?.address ?? '');
    const given = await insertNamed(tx, { id, now, dataFields }, names);
    if (!given) throw name ? taken(name.username) : imitating();
    await acting.mayActOn(tx, id);
    await recordEvent(tx, { type: 'account-created', accountId: id, client: shownClient(acting), at: now });
    const account = { id, username: given.username };
    if (email) await putPendingEmail(tx, id, email, now);
    const reach = email?.address;
    const mayShow = acting.actor.kind === 'command';
    const link =
      reach || mayShow ? await giveLink(tx, services, { account, reach, why: 'created' }) : undefined;
    await recordAct(tx, services, acting, { act: 'account-created', accountId: id, reason, at: now });
    return { accountId: id, username: given.username, link };
  });
}

function* namesOf({ config }: ActServices, address: string): Generator<NewName> {
  for (const name of namesFor(config, address)) yield requireNewName(config, name);
}

/** The first of the names that nobody has and that looks like nobody's. */
async function insertNamed(
  tx: Tx,
  {
    id,
    now,
    dataFields,
  }: { readonly id: string; readonly now: number; readonly dataFields: readonly string[] },
  names: Iterable<NewName>,
): Promise<NewName | undefined> {
  for (const { username, key } of names) {
    if (await imitatesNow(tx, { username, key })) continue;
    const times = { created_at: now, updated_at: now, last_login_at: null };
    if (
      await insertAccount(
        tx,
        { id, username, username_key: key, data: '{}', ...times },
        admitForOperator('create'),
        dataFields,
      )
    )
      return { username, key };
  }
  return undefined;
}
