import { expect } from 'vitest';
import type { Addable } from '../../src/factors/index.ts';
import { createPasswordHasher } from '../../src/factors/password/index.ts';
import type { Authenticator, CreationOptions, RegistrationAnswer } from './authenticator.ts';
import { testConfig } from './config.ts';
import { exampleFor, removalOf } from './factor-examples.ts';
import { freshAddress } from './mails.ts';
import { freshName, goodPassword } from './names.ts';
import { totpCode } from './totp-codes.ts';
import type { Answer, TwoServers, Visitor } from './two-servers.ts';

/** Somebody with an account at two servers; all that is theirs was made at the first. */
export interface Person {
  readonly two: TwoServers;
  username: string;
  readonly accountId: string;
  /** The browser that registered; its session has proved a second factor, if there is one. */
  readonly own: Visitor;
  /** What logs them in now. */
  password: string;
  /** Recovery codes that were not used yet. */
  readonly codes: string[];
  /** The address that they have confirmed. */
  address: string | undefined;
}

/** A login that waits for something. */
export interface Waiting {
  readonly visitor: Visitor;
  /** Answers what it waits for. */
  answer(which: number, step: string, body: object): Promise<Answer>;
}

/** Registers, and sets up an authenticator app unless told otherwise. */
export async function register(two: TwoServers, { isProtected = true } = {}): Promise<Person> {
  const own = two.visitor();
  const username = freshName();
  const registered = await own.send(0, 'POST', '/api/register', { username, password: goodPassword });
  expect(registered.status, 'registered').toBe(201);
  const accountId = registered.body.account?.id ?? '';
  const { codes } = isProtected ? await setUpTotp(own) : { codes: [] };
  return { two, username, accountId, own, password: goodPassword, codes, address: undefined };
}

/** With the code of the app now, or of `steps` half minutes later. */
export async function setUpTotp(own: Visitor, steps = 0): Promise<{ secret: string; codes: string[] }> {
  const { secret = '' } = (await own.send(0, 'POST', '/api/me/totp')).body;
  const code = totpCode(secret, Date.now(), steps);
  const confirmed = await own.send(0, 'POST', '/api/me/totp/confirm', { code });
  expect(confirmed.status, 'the app is set up').toBe(200);
  return { secret, codes: confirmed.body.recoveryCodes ?? [] };
}

/** Adds a factor as its example has it, and keeps the recovery codes that come with the first one. */
export async function addFactor({ own, codes }: Person, factor: Addable): Promise<Answer> {
  const { begin, add } = factor.own ?? {};
  const begun = begin ? (await own.send(0, 'POST', begin.path)).body : {};
  const added = await own.send(0, 'POST', add?.path ?? '', exampleFor(factor).make(begun, Date.now()).body);
  codes.push(...(added.body.recoveryCodes ?? []));
  return added;
}

/** Removes the factor, the oldest one where there may be several. */
export async function removeFactor({ own }: Person, factor: Addable): Promise<Answer> {
  const { body } = await own.send(0, 'GET', '/api/me/factors');
  return own.send(0, 'DELETE', removalOf(factor, body));
}

/** Begins to add a passkey; what comes back has an authenticator make it. */
export async function newPasskey(
  own: Visitor,
): Promise<(authenticator: Authenticator) => RegistrationAnswer> {
  const { body } = await own.send(0, 'POST', '/api/me/passkeys/options');
  return (authenticator) => authenticator.create(body as unknown as CreationOptions);
}

export async function addPasskey(own: Visitor, authenticator: Authenticator): Promise<Answer> {
  const make = await newPasskey(own);
  return own.send(0, 'POST', '/api/me/passkeys', { response: make(authenticator) });
}

/** Proves the password in a browser that was never here, for an account that asks for more. */
export function beginLogin({ two, username, password }: Person): Promise<Waiting> {
  return begin(two, { username, password });
}

/** Has a code sent to the confirmed address, and answers it beside the login that waits for it. */
export async function beginLoginByMail(person: Person): Promise<{ login: Waiting; code: string }> {
  const address = await proveAddress(person);
  const login = await begin(person.two, { username: person.username });
  return { login, code: await person.two.loginCodeTo(address) };
}

async function begin(two: TwoServers, wanted: object): Promise<Waiting> {
  const visitor = two.visitor();
  const { status, body } = await visitor.send(0, 'POST', '/api/login', wanted);
  expect([status, body.status], 'the login waits').toEqual([200, 'more']);
  return {
    visitor,
    answer: (which, step, answer) =>
      visitor.send(which, 'POST', `/api/login/${body.attempt}/${step}`, answer),
  };
}

/** Logs in from somewhere else, with a recovery code if one is asked for. */
export async function logIn(
  { two, username, password, codes }: Person,
  transport: 'cookie' | 'bearer' = 'cookie',
) {
  const visitor = two.visitor();
  let { body } = await visitor.send(0, 'POST', '/api/login', { username, password, transport });
  if (body.status === 'more') {
    const path = `/api/login/${body.attempt}/recovery-code`;
    ({ body } = await visitor.send(0, 'POST', path, { code: codes.pop() }, body.token));
  }
  expect(body.status, 'logged in').toBe('complete');
  return { visitor, token: body.token ?? '', sessionId: body.session?.id ?? '' };
}

/** Asks for another address than the confirmed one, and answers the code that was sent there. */
export async function askForNewAddress(person: Person): Promise<string> {
  await proveAddress(person);
  return askForAddress(person, freshAddress());
}

async function askForAddress({ two, own }: Person, address: string): Promise<string> {
  const asked = await own.send(0, 'PUT', '/api/me/email', { email: address });
  expect(asked.status, 'a mail was sent').toBe(202);
  return two.codeTo(address);
}

/** Has the account confirm an address, unless it has one. */
export async function proveAddress(person: Person): Promise<string> {
  if (person.address !== undefined) return person.address;
  const address = freshAddress();
  const token = await askForAddress(person, address);
  const proved = await person.two.visitor().send(0, 'POST', '/api/email/verify', { token });
  expect(proved.status, 'the address is confirmed').toBe(200);
  person.address = address;
  return address;
}

/** Asks for a way back, and answers the code that was sent. */
export async function askToRecover(person: Person): Promise<string> {
  const address = await proveAddress(person);
  const asked = await person.two.visitor().send(0, 'POST', '/api/recover', { identifier: person.username });
  expect(asked.status, 'a mail was sent').toBe(202);
  return person.two.codeTo(address);
}

/** A password that no rule lets through, so that a login in production waits for a better one. */
export async function weaken(person: Person): Promise<void> {
  const weak = 'insecure';
  const { hash } = await createPasswordHasher(await testConfig()).hash(weak);
  await person.two.database.db
    .updateTable('passwords')
    .set({ hash, weak: 1 })
    .where('account_id', '=', person.accountId)
    .execute();
  person.password = weak;
}
