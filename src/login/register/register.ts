import type { UseCaseServices } from '../../factors/index.ts';
import {
  hashNewPassword,
  insertPassword,
  judgePassword,
  requirePassword,
} from '../../factors/password/index.ts';
import { inTransaction, type Tx } from '../../kit/db/index.ts';
import { newId } from '../../kit/ids.ts';
import type { JsonValue } from '../../kit/json.ts';
import { Problem, problem } from '../../kit/problem.ts';
import type { Say } from '../../kit/words/index.ts';
import {
  type AccountRow,
  checkLook,
  checkUsername,
  imitates,
  imitatesNow,
  insertAccount,
  readDocument,
  trimNewName,
  usernameRefused,
  usernameTaken,
} from '../../people/accounts/index.ts';
import { askForEmail, requireAddress } from '../../people/emails/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import { countRegistration, refuseRegistrationEarly } from '../../people/limits/index.ts';
import {
  advance,
  type CompleteLogin,
  noteTypedName,
  type Requester,
  type SessionOptions,
  type UnfinishedLogin,
} from '../index.ts';

export interface Registration {
  readonly username: string;
  readonly password: string;
  /** Undefined for an account that begins with an empty document. */
  readonly data: JsonValue | undefined;
  /** An address to be asked for; it owns nothing before it is confirmed. */
  readonly email?: string | undefined;
  readonly proofOfWork?: string | undefined;
  /**
   * `usual` for everybody; `workshop` asks nothing of a password, takes a name of one character and
   * cannot ask for a proof of work. Such an account is marked as having a weak password if it has one.
   */
  readonly rules: 'usual' | 'workshop';
}

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
        amr: ['pwd'],
        isMultiFactor: false,
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
 * unique index. Throws `username-refused`, `password-refused`,
 * `data-refused`, `data-too-large`, `email-needed`, `email-refused`, `mail-off`, `username-taken`, `too-many-attempts`, `challenge-required` or `busy`.
 */
export async function createAccount<Outcome>(
  services: UseCaseServices,
  wanted: Registration,
  { client, trail }: Pick<Requester, 'client' | 'trail'>,
  then: (tx: Tx, account: AccountRow) => Promise<Outcome>,
): Promise<Outcome> {
  const { db, clock } = services;
  const mayChallenge = wanted.rules !== 'workshop';
  const registering = { client, trail, proofOfWork: wanted.proofOfWork, mayChallenge };
  await refuseRegistrationEarly(services, registering);
  const { username, key, weak, data, email } = await checkAll(services, wanted, trail);
  await countRegistration(services, registering);
  if (await services.accounts.findByKey(key)) throw taken(username, trail);
  if (await imitates(db, { username, key })) throw imitating(trail);
  trail.note({ code: 'name-checked', ok: true });
  const hashed = await hashNewPassword(services, wanted.password, trail);

  return inTransaction(db, async (tx) => {
    const now = clock();
    const account = {
      id: newId(),
      username,
      username_key: key,
      created_at: now,
      updated_at: now,
      last_login_at: null,
    };
    if (await imitatesNow(tx, { username, key })) throw imitating(trail);
    if (!(await insertAccount(tx, { ...account, data }, services.config.search.dataFields)))
      throw taken(username, trail);
    await insertPassword(tx, {
      account_id: account.id,
      ...hashed,
      weak: weak ? 1 : 0,
      version: 1,
      changed_at: now,
    });
    trail.account(account.id);
    trail.note({ code: 'account-created' });
    await recordEvent(tx, { type: 'account-registered', accountId: account.id, client, at: now });
    if (email) await askForEmail(tx, services, account, email, { client, trail });
    return then(tx, { ...account, security_version: 1, app_roles: null, attributes: null });
  });
}

type Trail = Requester['trail'];

/** Holds everything that was sent to its rules, so that nobody learns of a second mistake when the first is mended. */
async function checkAll(services: UseCaseServices, wanted: Registration, trail: Trail) {
  const refusals: Problem[] = [];
  const attempt = async <T>(check: () => T | Promise<T>): Promise<T | undefined> => {
    try {
      return await check();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      refusals.push(error);
      return undefined;
    }
  };
  const name = await attempt(() => requireUsername(services, wanted, trail));
  const weak = await attempt(() =>
    isWeakPassword(services, wanted, name?.username ?? wanted.username, trail),
  );
  const data = await attempt(() =>
    wanted.data === undefined ? '{}' : readDocument(services, JSON.stringify(wanted.data), '/data').text,
  );
  const email = await attempt(() =>
    wanted.rules === 'workshop' ? undefined : requireAddress(services.config, wanted.email),
  );
  const [first] = refusals;
  if (first) throw withPlacesOf(refusals, first);
  if (!name || weak === undefined || data === undefined) throw new Error('A rule refused without a word.');
  return { ...name, weak, data, email };
}

function withPlacesOf(refusals: readonly Problem[], { definition, detail, options }: Problem): Problem {
  return problem(definition, detail, {
    ...options,
    errors: refusals.flatMap((refusal) => refusal.options.errors ?? []),
  });
}

function requireUsername({ config }: UseCaseServices, { username, rules: by }: Registration, trail: Trail) {
  const rules = by === 'workshop' ? { ...config.username, minLength: 1 } : config.username;
  noteTypedName(trail, username);
  const checked = checkUsername(trimNewName(username), rules);
  const look = checked.ok ? checkLook(checked, config.username.reserved) : checked;
  if (!look.ok) {
    const { code, detail } = look;
    trail.note({ code: 'name-checked', ok: false, reason: code });
    throw problem(usernameRefused, detail, { errors: [{ pointer: '/username', code, detail }] });
  }
  return look;
}

async function isWeakPassword(
  { config }: UseCaseServices,
  wanted: Registration,
  username: string,
  trail: Trail,
): Promise<boolean> {
  if (wanted.rules === 'workshop') {
    const { ok } = await judgePassword(config, wanted.password, username, trail);
    if (!ok) trail.note({ code: 'password-weak' });
    return !ok;
  }
  await requirePassword(config, wanted.password, username, '/password', trail);
  return false;
}

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
