import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { decodeJwt } from 'jose';
import { expect, test, vi } from 'vitest';
import { appAt, useApp } from '../support/app-at-two.ts';
import { register } from '../support/person.ts';
import { eachTwoServers, type TwoServers } from '../support/two-servers.ts';
import { appRaces } from './app-races.ts';
import { races } from './once-races.ts';

/** High enough that every racer is judged: what is tried here is not the limits. */
const settings = {
  LATCHKEY_LIMITS_CHALLENGE_AFTER: '100',
  LATCHKEY_LIMITS_WAIT_AFTER: '100',
  LATCHKEY_LIMITS_CHALLENGE_GUESSES: '4',
  LATCHKEY_LOGIN_EMAIL_CODE: 'true',
  LATCHKEY_APPS_PRIVATE_HOSTS: '127.0.0.1',
};

eachTwoServers('of 50 racers, 25 at each of two processes, exactly one', settings, (two) => {
  test.each<[string, keyof typeof races]>([
    ['V2.3.4 V15.4.2 confirms an address by its link', 'verification'],
    ['V2.3.4 V15.4.2 gets a new password by the link', 'recovery'],
    ['V6.5.1 V15.4.2 gets in by a recovery code, each in a login of its own', 'recoveryCode'],
    ['V6.5.1 V15.4.2 gets in by the code of an app, each in a login of its own', 'totpStep'],
    ['V6.5.1 V15.4.2 gets in by a code from a mail', 'emailCode'],
    ['V6.5.1 V15.4.2 confirms an identity by a code by email', 'sessionCode'],
    ['V2.3.4 V15.4.2 finishes a login by one of ten right codes; the others stay good', 'attemptByFactor'],
    ['V2.3.4 V15.4.2 finishes a login by a new password', 'attemptByPassword'],
    ['V2.3.4 V15.4.2 logs in by the answer to a challenge', 'passkeyLogin'],
    ['V2.3.4 V15.4.2 adds a passkey by the answer to a challenge', 'passkeyAdded'],
    ['V2.3.4 V15.4.2 gets through by a proof of work', 'proofOfWork'],
    ['V2.3.4 V15.4.2 gets a name', 'name'],
    ['V2.3.4 V15.4.2 changes the password', 'passwordChange'],
  ])('%s', async (_title, kind) => {
    const race = await races[kind](two);
    const answers = await Promise.all(Array.from({ length: 50 }, (_, at) => race.run(at)));
    const winners = answers.flatMap(({ status }, at) => (status < 300 ? [at] : []));
    expect(winners, JSON.stringify(answers.map(({ status, body }) => body.code ?? status))).toHaveLength(1);
    const losers = answers.filter((_, at) => at !== winners[0]);
    for (const { status, body } of losers) {
      expect(race.lost).toContain(body.code);
      expect(status, 'a clear refusal').toSatisfy((code: number) => code >= 400 && code < 500);
    }
    const winner = winners[0] ?? 0;
    const accountId = race.accountId ?? answers[winner]?.body.account?.id ?? '';
    expect(await standing(two, accountId, race.events)).toEqual({
      events: race.events,
      sessions: race.sessions,
    });
    if (!race.password) return;
    const username = await nameOf(two, accountId);
    for (const at of [winner, (winner + 1) % 50]) {
      const tried = { username, password: race.password(at) };
      const { status } = await two.visitor().send(at + 1, 'POST', '/api/login', tried);
      expect(status, "the winner's password is the one that counts").toBe(at === winner ? 200 : 401);
    }
  });

  test.each<[string, keyof typeof appRaces]>([
    ['exchanges a code, and what it got is worth nothing', 'code'],
    ['uses a refresh token, and what it got is worth nothing', 'refreshToken'],
    ['gets in as a device that was let in, and what it got is worth nothing', 'device'],
    ['lets a device in or turns it away', 'decision'],
    ['answers what an app asks for', 'consent'],
  ])('V2.3.4 V15.4.2 %s', async (_title, kind) => {
    const race = await appRaces[kind](two);
    const answers = await Promise.all(Array.from({ length: 50 }, (_, at) => race.run(at)));
    const winners = answers.flatMap(({ status }, at) => (status === 200 ? [at] : []));
    const told = answers.map(({ status, body }) => body.error ?? status);
    expect(winners, JSON.stringify(told)).toHaveLength(1);
    const winner = winners[0] ?? 0;
    expect(race.lost).toEqual(expect.arrayContaining(told.filter((_, at) => at !== winner)));
    await race.settled(answers[winner]?.body ?? {}, winner);
  });

  test('V2.3.4 of the processes tells an app that a session has ended', async () => {
    const listener = await listen();
    const app = await appAt(two, { logoutUri: listener.url });
    const people = await Promise.all(Array.from({ length: 6 }, () => register(two, { isProtected: false })));
    for (const { own } of people) await (await useApp(two, own, {}, app)).redeem(0);
    await Promise.all(people.map(({ own }, at) => own.send(at, 'POST', '/api/logout')));
    const subs = () => listener.told.map((token) => decodeJwt(token).sub);
    await vi.waitFor(() => expect(new Set(subs()).size).toBe(people.length), { timeout: 10_000 });
    // Both processes look once a second.
    await pause(2500);
    listener.close();
    expect(subs().toSorted()).toEqual(people.map(({ accountId }) => accountId).toSorted());
  });
});

/** What the account has afterwards: of these events so many, and so many sessions. */
async function standing({ database: { db } }: TwoServers, accountId: string, asked: object) {
  const lines = await db.selectFrom('events').select('type').where('account_id', '=', accountId).execute();
  const count = (type: string) => lines.filter((line) => line.type === type).length;
  const rows = await db.selectFrom('sessions').select('id').where('account_id', '=', accountId).execute();
  return {
    events: Object.fromEntries(Object.keys(asked).map((type) => [type, count(type)])),
    sessions: rows.length,
  };
}

async function nameOf({ database: { db } }: TwoServers, accountId: string): Promise<string> {
  const found = db.selectFrom('accounts').select('username').where('id', '=', accountId);
  return (await found.executeTakeFirstOrThrow()).username;
}

/** An app that listens for who has signed out. */
async function listen() {
  const told: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += String(piece);
    told.push(new URLSearchParams(body).get('logout_token') ?? '');
    response.writeHead(200).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { told, url: `http://127.0.0.1:${port}/signed-out`, close: () => server.close() };
}
