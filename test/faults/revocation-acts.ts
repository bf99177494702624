import { expect } from 'vitest';
import type { Addable } from '../../src/factors/index.ts';
import { minutes } from '../../src/kit/duration.ts';
import {
  type Acting,
  actingAsCommand,
  askNewPassword,
  beginImpersonation,
  changeUsername,
  deleteAccountLater,
  disableAccount,
  endSessions,
  removeSecondFactors,
  setProvedAddress,
} from '../../src/operate/accounts/index.ts';
import { addAdministrator } from '../../src/operate/roles/index.ts';
import { english } from '../../src/words.ts';
import { softwareAuthenticator } from '../support/authenticator.ts';
import { testConfig } from '../support/config.ts';
import { freshAddress } from '../support/mails.ts';
import { freshName, otherPassword } from '../support/names.ts';
import {
  addFactor,
  addPasskey,
  askForNewAddress,
  askToRecover,
  beginLogin,
  type Person,
  proveAddress,
  removeFactor,
  weaken,
} from '../support/person.ts';
import { type Answer, environment, publicUrl } from '../support/two-servers.ts';
import type { Act, Held } from './revocation-table.ts';

/** What an act names things by that are held: the id of a session, the code of a link. */
export type Names = Partial<Record<Held, string>>;

/** What is done with a factor, whichever it is. */
export type ActOnFactor = 'addsFactor' | 'addsPasskey' | 'removesFactor' | 'losesFactors';

/** The same for every factor that can be added. Each is done at the first server. */
export const doingWith: Readonly<
  Record<Exclude<ActOnFactor, 'addsPasskey'>, (person: Person, factor: Addable) => Promise<Answer>>
> = {
  addsFactor: addFactor,
  removesFactor: removeFactor,
  losesFactors: (person) =>
    doAsOperator(person, async (services, acting) => {
      const removed = await removeSecondFactors(services, acting, { name: person.username, passkeys: true });
      return typeof removed?.cleared === 'object';
    }),
};

export type ByAdmin =
  | 'becomesAdministrator'
  | 'isSignedOut'
  | 'isDisabled'
  | 'isDeleted'
  | 'isAskedForPassword'
  | 'isRenamed'
  | 'isGivenAddress'
  | 'isLookedAt';

type AdminUse = (
  services: Parameters<typeof disableAccount>[0] & Parameters<typeof removeSecondFactors>[0],
  acting: Acting,
  accountId: string,
) => Promise<unknown>;

const adminUses: Readonly<Record<ByAdmin, (person: Person) => AdminUse>> = {
  becomesAdministrator: () => addAdministrator,
  isSignedOut: () => endSessions,
  isDisabled: () => disableAccount,
  isDeleted: () => deleteAccountLater,
  isAskedForPassword: () => askNewPassword,
  isRenamed: (person) => (services, acting, accountId) => {
    person.username = freshName();
    return changeUsername(services, acting, accountId, person.username);
  },
  isGivenAddress: () => (services, acting, accountId) =>
    setProvedAddress(services, acting, accountId, freshAddress()),
  isLookedAt: () => (services, acting, accountId) => {
    const session = { id: 'theirs', account_id: 'an administrator', expires_at: Date.now() + minutes(30) };
    return beginImpersonation(services, acting, accountId, session);
  },
};

export const doByAdmin = (person: Person, act: ByAdmin): Promise<Answer> =>
  doAsOperator(person, adminUses[act](person));

/** Done by the use case that the commands call, in a third process beside the two servers. */
async function doAsOperator(person: Person, use: AdminUse): Promise<Answer> {
  const { database } = person.two;
  const services = {
    config: await testConfig({ publicUrl, admin: { impersonation: true } }),
    database,
    db: database.db,
    clock: Date.now,
    secretKey: environment.LATCHKEY_SECRET_KEY,
    words: english,
  };
  const done = await use(services, actingAsCommand('A test'), person.accountId);
  return { status: done ? 200 : 500, headers: new Headers(), body: {} };
}

/** Each is done at the first server. */
export const doing: Readonly<
  Record<Exclude<Act, ActOnFactor | ByAdmin>, (person: Person, names: Names) => Promise<Answer>>
> = {
  logsOut: ({ own }) => own.send(0, 'POST', '/api/logout'),
  endsOne: ({ own }, { cookie }) => own.send(0, 'DELETE', `/api/me/sessions/${cookie}`),
  endsProgram: ({ own }, { bearer }) => own.send(0, 'DELETE', `/api/me/sessions/${bearer}`),
  endsAll: ({ own }) => own.send(0, 'DELETE', '/api/me/sessions'),
  async provesAgain(person) {
    const answer = await person.own.send(0, 'POST', '/api/reauthenticate', { password: person.password });
    await goesOn(person);
    return answer;
  },
  async changesPassword(person) {
    const passwords = { currentPassword: person.password, newPassword: otherPassword };
    const answer = await person.own.send(0, 'POST', '/api/me/password', passwords);
    await goesOn(person);
    person.password = otherPassword;
    return answer;
  },
  async choosesPassword(person) {
    await weaken(person);
    const waiting = await beginLogin(person);
    await waiting.answer(0, 'recovery-code', { code: person.codes.at(-1) });
    person.password = otherPassword;
    return waiting.answer(0, 'new-password', { newPassword: otherPassword });
  },
  async recovers(person, { recovery }) {
    const token = recovery ?? (await askToRecover(person));
    person.password = otherPassword;
    return person.two
      .visitor()
      .send(0, 'POST', '/api/recover/complete', { token, newPassword: otherPassword });
  },
  async removesPasskey({ own }) {
    const { passkey } = (await addPasskey(own, softwareAuthenticator({ origin: publicUrl }))).body;
    return own.send(0, 'DELETE', `/api/me/passkeys/${passkey?.id}`);
  },
  async changesAddress(person, { verification }) {
    const token = verification ?? (await askForNewAddress(person));
    return person.two.visitor().send(0, 'POST', '/api/email/verify', { token });
  },
  async removesAddress(person) {
    await proveAddress(person);
    return person.own.send(0, 'DELETE', '/api/me/email');
  },
  deletesAccount: ({ own, password }) => own.send(0, 'DELETE', '/api/me', { password }),
};

/** The browser that acts has a new token, which is good at both servers. */
async function goesOn({ own }: Person): Promise<void> {
  for (const which of [0, 1]) {
    const { status } = await own.send(which, 'GET', '/api/session');
    expect(status, 'the session goes on under its new token').toBe(200);
  }
}
