import { expect } from 'vitest';
import type { EventType } from '../../src/people/events/index.ts';
import { type RequestOptions, softwareAuthenticator } from '../support/authenticator.ts';
import { freshName, goodPassword, otherPassword } from '../support/names.ts';
import { losePassword } from '../support/no-password.ts';
import {
  addPasskey,
  askForNewAddress,
  askToRecover,
  beginLogin,
  beginLoginByMail,
  logIn,
  newPasskey,
  proveAddress,
  register,
  setUpTotp,
  weaken,
} from '../support/person.ts';
import { solve } from '../support/proof-of-work.ts';
import { totpCode } from '../support/totp-codes.ts';
import { type Answer, publicUrl, type TwoServers } from '../support/two-servers.ts';

/** Something that is good once, made ready to be used by many. */
interface Race {
  /** One of them; the even ones ask the first server, the odd ones the second. */
  run(at: number): Promise<Answer>;
  /** What a loser may be told, as codes of problems. */
  readonly lost: readonly string[];
  /** Whose it is; without it, the winner's account that has just been made. */
  readonly accountId?: string;
  /** What is in the audit log of the account afterwards: so many of each. */
  readonly events: Partial<Record<EventType, number>>;
  /** How many sessions the account has afterwards. */
  readonly sessions: number;
  /** The password that counts afterwards if this racer has won. */
  password?(at: number): string;
}

const chosen = (at: number) => `${otherPassword} ${at * 104_729}`;
const often = <Result>(count: number, make: (at: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: count }, (_, at) => make(at)));

/** Each kind of value that may be used once. A new kind is a new entry, and a line in `once.test.ts`. */
export const races = {
  async verification(two: TwoServers): Promise<Race> {
    const person = await register(two, { isProtected: false });
    const token = await askForNewAddress(person);
    const visitor = two.visitor();
    return {
      run: (at) => visitor.send(at, 'POST', '/api/email/verify', { token }),
      lost: ['link-over'],
      accountId: person.accountId,
      // The first is of the address before.
      events: { 'email-verified': 2 },
      sessions: 1,
    };
  },

  async recovery(two: TwoServers): Promise<Race> {
    const person = await register(two, { isProtected: false });
    const token = await askToRecover(person);
    const visitor = two.visitor();
    return {
      run: (at) => visitor.send(at, 'POST', '/api/recover/complete', { token, newPassword: chosen(at) }),
      lost: ['link-over'],
      accountId: person.accountId,
      events: { 'password-recovered': 1 },
      sessions: 0,
      password: chosen,
    };
  },

  async recoveryCode(two: TwoServers): Promise<Race> {
    const person = await register(two);
    const logins = await often(50, () => beginLogin(person));
    const answer = { code: person.codes[0] };
    return {
      run: (at) => logins[at]?.answer(at, 'recovery-code', answer) as Promise<Answer>,
      lost: ['invalid-credentials'],
      accountId: person.accountId,
      events: { 'recovery-code-used': 1, 'login-succeeded': 2, 'factor-failed': 49 },
      sessions: 2,
    };
  },

  async totpStep(two: TwoServers): Promise<Race> {
    const person = await register(two, { isProtected: false });
    await roomInHalfMinute();
    // By the code of half a minute before, so that the present one is there to be used.
    const { secret } = await setUpTotp(person.own, -1);
    const logins = await often(50, () => beginLogin(person));
    const answer = { code: totpCode(secret, Date.now()) };
    return {
      run: (at) => logins[at]?.answer(at, 'totp', answer) as Promise<Answer>,
      lost: ['invalid-credentials'],
      accountId: person.accountId,
      events: { 'login-succeeded': 2, 'factor-failed': 49 },
      sessions: 2,
    };
  },

  async emailCode(two: TwoServers): Promise<Race> {
    const person = await register(two, { isProtected: false });
    const { login, code } = await beginLoginByMail(person);
    return {
      run: (at) => login.answer(at, 'email-code', { code }),
      lost: ['not-found', 'invalid-credentials'],
      accountId: person.accountId,
      events: { 'login-succeeded': 2 },
      sessions: 2,
    };
  },

  /** The answers to all come in the same moment, so the winner's new token is nobody else's. */
  async sessionCode(two: TwoServers): Promise<Race> {
    const person = await register(two, { isProtected: false });
    const address = await proveAddress(person);
    await losePassword(two.database.db, person.accountId);
    const { own } = person;
    const asked = await own.send(0, 'POST', '/api/reauthenticate', { factor: 'email-code' });
    expect(asked.status, 'a code was sent').toBe(200);
    const code = await two.loginCodeTo(address);
    return {
      run: (at) => own.send(at, 'POST', '/api/reauthenticate', { factor: 'email-code', code }),
      lost: ['invalid-credentials', 'not-signed-in'],
      accountId: person.accountId,
      events: { 'proof-renewed': 1 },
      sessions: 1,
    };
  },

  /** Every code is right; of those that lose none is used up. */
  async attemptByFactor(two: TwoServers): Promise<Race> {
    const person = await register(two);
    const login = await beginLogin(person);
    return {
      run: (at) => login.answer(at, 'recovery-code', { code: person.codes[at % 10] }),
      lost: ['not-found', 'invalid-credentials'],
      accountId: person.accountId,
      events: { 'recovery-code-used': 1, 'login-succeeded': 2 },
      sessions: 2,
    };
  },

  async attemptByPassword(two: TwoServers): Promise<Race> {
    const person = await register(two, { isProtected: false });
    await weaken(person);
    const login = await beginLogin(person);
    return {
      run: (at) => login.answer(at, 'new-password', { newPassword: chosen(at) }),
      lost: ['not-found'],
      accountId: person.accountId,
      events: { 'password-changed': 1, 'login-succeeded': 2 },
      sessions: 1,
      password: chosen,
    };
  },

  async passkeyLogin(two: TwoServers): Promise<Race> {
    const person = await register(two, { isProtected: false });
    const authenticator = softwareAuthenticator({ origin: publicUrl });
    expect((await addPasskey(person.own, authenticator)).status).toBe(201);
    const visitor = two.visitor();
    const { body } = await visitor.send(0, 'POST', '/api/login', {});
    const [offer] = body.next as unknown as { options: RequestOptions }[];
    const response = authenticator.get(offer?.options as RequestOptions);
    return {
      run: (at) => visitor.send(at, 'POST', `/api/login/${body.attempt}/passkey`, { response }),
      lost: ['not-found', 'invalid-credentials'],
      accountId: person.accountId,
      events: { 'login-succeeded': 2 },
      sessions: 2,
    };
  },

  async passkeyAdded(two: TwoServers): Promise<Race> {
    const { own, accountId } = await register(two, { isProtected: false });
    const make = await newPasskey(own);
    const answers = Array.from({ length: 50 }, () => make(softwareAuthenticator({ origin: publicUrl })));
    return {
      run: (at) => own.send(at, 'POST', '/api/me/passkeys', { response: answers[at] }),
      lost: ['passkey-refused'],
      accountId,
      events: { 'passkey-added': 1, 'passkey-refused': 49 },
      sessions: 1,
    };
  },

  async proofOfWork(two: TwoServers): Promise<Race> {
    const person = await register(two, { isProtected: false });
    await proveAddress(person);
    const visitor = two.visitor();
    const ask = (at: number, identifier: string, proofOfWork?: string) =>
      visitor.send(at, 'POST', '/api/recover', { identifier, proofOfWork });
    for (let at = 0; at < 3; at++) expect((await ask(at, 'nobody')).status).toBe(202);
    expect((await ask(0, 'nobody')).body.code, 'from here on it takes a proof').toBe('challenge-required');
    const proof = await solve((await visitor.send(0, 'GET', '/api/challenge')).body);
    return {
      run: (at) => ask(at, person.username, proof),
      lost: ['challenge-required'],
      accountId: person.accountId,
      events: { 'recovery-asked': 1 },
      sessions: 1,
    };
  },

  /** In three spellings that are one name. */
  async name(two: TwoServers): Promise<Race> {
    const name = freshName('racer');
    const spellings = [name, name.toUpperCase(), name.replace('racer', 'ＲＡＣＥＲ')];
    const wanted = (at: number) => ({ username: spellings[at % 3], password: goodPassword });
    return {
      run: (at) => two.visitor().send(at, 'POST', '/api/register', wanted(at)),
      lost: ['username-taken'],
      events: { 'account-registered': 1, 'login-succeeded': 1 },
      sessions: 1,
    };
  },

  /** From ten sessions. */
  async passwordChange(two: TwoServers): Promise<Race> {
    const person = await register(two, { isProtected: false });
    const others = await often(9, async () => (await logIn(person)).visitor);
    const sessions = [person.own, ...others].map(({ jar }) => jar.copy());
    return {
      run: (at) => {
        const passwords = { currentPassword: goodPassword, newPassword: chosen(at) };
        return two.visitor(sessions[at % 10]?.copy()).send(at, 'POST', '/api/me/password', passwords);
      },
      lost: ['invalid-credentials', 'not-signed-in'],
      accountId: person.accountId,
      events: { 'password-changed': 1 },
      sessions: 1,
      password: chosen,
    };
  },
} satisfies Record<string, (two: TwoServers) => Promise<Race>>;

/** Waits until the present code of an app is good for some seconds more. */
async function roomInHalfMinute(): Promise<void> {
  const left = 30_000 - (Date.now() % 30_000);
  if (left < 5000) await new Promise((done) => setTimeout(done, left + 50));
}
