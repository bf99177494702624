import type { UseCaseServices } from '../../factors/index.ts';
import { hashNewPassword, insertPassword } from '../../factors/password/index.ts';
import { inTransaction, type Tx } from '../../kit/db/index.ts';
import { newId } from '../../kit/ids.ts';
import { problem } from '../../kit/problem.ts';
import type { Say } from '../../kit/words/index.ts';
import {
  type AccountRow,
  imitates,
  imitatesNow,
  insertAccount,
  openState,
  usernameTaken,
} from '../../people/accounts/index.ts';
import { askForEmail, type EmailAddress, insertVerifiedEmail } from '../../people/emails/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import { countRegistration, refuseRegistrationEarly } from '../../people/limits/index.ts';
import {
  advance,
  type CompleteLogin,
  type Requester,
  type SessionOptions,
  type UnfinishedLogin,
} from '../index.ts';
import { checkWanted } from './check-wanted.ts';
import type { Registration } from './registration.ts';
import { requireAdmission } from './require-admission.ts';

/** Registers an account and logs it in, as far as nothing else must be done first. Throws what `createAccount` throws. */
export function register(
  services: UseCaseServices,
  wanted: Registration & SessionOptions,
  requester: Requester,
): Promise<CompleteLogin | UnfinishedLogin> {
  const sessionOptions = { transport: wanted.transport, remember: wanted.remember };
  return createAccount(services, wanted, requester, (tx, account) =>
    advance(
      tx,
      services,
      {
        account,
        amr: wanted.identity?.amr ?? ['pwd'],
        isMultiFactor: wanted.identity?.isMultiFactor ?? false,
        weak: false,
        sessionOptions,
        attempt: null,
        counted: null,
      },
      requester,
    ),
  );
}

/**
 * Creates an account; `then` runs in the same transaction. Who may not register now learns that before any rule is
 * tried; the rules are checked before anything is counted or hashed; who of several gets a name is decided by its
 * unique index. Throws `registration-closed`, `domain-refused`, `username-refused`, `password-refused`,
 * `data-refused`, `data-too-large`, `email-needed`, `email-refused`, `mail-off`, `username-taken`, `too-many-attempts`,
 * `challenge-required` or `busy`, and what an identity's `accept` throws.
 */
export async function createAccount<Outcome>(
  services: UseCaseServices,
  wanted: Registration,
  { client, trail }: Pick<Requester, 'client' | 'trail'>,
  then: (tx: Tx, account: AccountRow) => Promise<Outcome>,
): Promise<Outcome> {
  const { db, clock } = services;
  const { invited } = wanted;
  const admission = requireAdmission(services, invited ? 'invitation' : 'sign-up', trail);
  const mayChallenge = wanted.rules !== 'workshop';
  const registering = { client, trail, proofOfWork: wanted.proofOfWork, mayChallenge };
  if (!invited) await refuseRegistrationEarly(services, registering);
  const { username, key, weak, data, email } = await checkWanted(services, wanted, trail);
  if (!invited) await countRegistration(services, registering);
  if (await services.accounts.findByKey(key)) throw taken(username, trail);
  if (await imitates(db, { username, key })) throw imitating(trail);
  trail.note({ code: 'name-checked', ok: true });
  const { password, identity } = wanted;
  const hashed = password === undefined ? undefined : await hashNewPassword(services, password, trail);

  return inTransaction(db, async (tx) => {
    const now = clock();
    await invited?.consume(tx, now);
    const account = {
      id: newId(),
      username,
      username_key: key,
      created_at: now,
      updated_at: now,
      last_login_at: null,
    };
    if (await imitatesNow(tx, { username, key })) throw imitating(trail);
    const fields = services.config.search.dataFields;
    if (!(await insertAccount(tx, { ...account, data }, admission, fields))) throw taken(username, trail);
    if (hashed) {
      await insertPassword(tx, {
        account_id: account.id,
        ...hashed,
        weak: weak ? 1 : 0,
        version: 1,
        changed_at: now,
      });
    }
    trail.account(account.id);
    trail.note({ code: 'account-created' });
    await recordEvent(tx, { type: 'account-registered', accountId: account.id, client, at: now });
    await invited?.accept(tx, account.id, now);
    await identity?.accept(tx, account.id, now);
    if (email) await giveAddress(tx, services, { account, email, identity }, { client, trail });
    return then(tx, { ...account, ...openState, security_version: 1, app_roles: null, attributes: null });
  });
}

/** By the word of a trusted provider it is confirmed at once, unless it is somebody's; by any other it is asked for. */
async function giveAddress(
  tx: Tx,
  services: UseCaseServices,
  { account, email, identity }: Given,
  requester: Pick<Requester, 'client' | 'trail'>,
): Promise<void> {
  const now = services.clock();
  const isConfirmed = identity?.confirms(email) && (await insertVerifiedEmail(tx, account.id, email, now));
  if (!isConfirmed) return askForEmail(tx, services, account, email, requester);
  const { client } = requester;
  await recordEvent(tx, { type: 'email-verified', accountId: account.id, client, at: now });
}

interface Given extends Pick<Registration, 'identity'> {
  readonly account: Pick<AccountRow, 'id' | 'username'>;
  readonly email: EmailAddress;
}

type Trail = Requester['trail'];

/** The name that it looks like is not said: it may be written in letters that whoever asks cannot read. */
function imitating(trail: Trail) {
  trail.note({ code: 'name-checked', ok: false, reason: 'imitates' });
  const detail: Say = ({ register }) => register.imitates;
  return problem(usernameTaken, detail, { errors: [{ pointer: '/username', code: 'imitates', detail }] });
}

function taken(username: string, trail: Trail) {
  trail.note({ code: 'name-checked', ok: false, reason: 'taken' });
  const detail: Say = ({ register }) => register.taken(username);
  return problem(usernameTaken, detail, { errors: [{ pointer: '/username', code: 'taken', detail }] });
}
