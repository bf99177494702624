import { expect, test } from 'vitest';
import { eachTwoServers, type TwoServers } from '../support/two-servers.ts';
import { races } from './once-races.ts';

/** High enough that every racer is judged: what is tried here is not the limits. */
const settings = {
  LATCHKEY_LIMITS_CHALLENGE_AFTER: '100',
  LATCHKEY_LIMITS_WAIT_AFTER: '100',
  LATCHKEY_LIMITS_CHALLENGE_GUESSES: '4',
  LATCHKEY_LOGIN_EMAIL_CODE: 'true',
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
