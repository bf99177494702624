import { expect, test } from 'vitest';
import { type RequestOptions, softwareAuthenticator } from '../support/authenticator.ts';
import { otherPassword } from '../support/names.ts';
import { addPasskey, askToRecover, type Person, register } from '../support/person.ts';
import { eachTwoServers, publicUrl, type Visitor } from '../support/two-servers.ts';

/** Each may guess thrice, so that they guess six times as often as all of them are judged. */
const knownBrowsers = 100;
/** So many act at once. */
const together = 10;

/** Without waits and proofs of work, so that the counts alone are left to end it. */
const settings = {
  LATCHKEY_LIMITS_CHALLENGE_AFTER: '100',
  LATCHKEY_LIMITS_WAIT_AFTER: '100',
  LATCHKEY_LIMITS_ADDRESS_FAILURES: '100000',
  LATCHKEY_SESSION_MOST: '1000',
  LATCHKEY_EMAIL_MAILS_AN_HOUR: '100',
};

eachTwoServers('a thief of a password with every browser that the account knows', settings, (two) => {
  /** Logs in by passkey in a browser that was never here; it is known from then on. */
  async function becomeKnown(at: number, authenticator: ReturnType<typeof softwareAuthenticator>) {
    const visitor = two.visitor();
    const { body } = await visitor.send(at, 'POST', '/api/login', {});
    const [offer] = body.next as unknown as { options: RequestOptions }[];
    const response = offer && authenticator.get(offer.options);
    const done = await visitor.send(at, 'POST', `/api/login/${body.attempt}/passkey`, { response });
    expect(done.body.status).toBe('complete');
    return visitor;
  }

  /** Guesses at the app in one browser: in a login, and in its session. Answers how many guesses were judged. */
  async function guessIn(visitor: Visitor, at: number, { username, password }: Person) {
    const wrong = { code: '000000' };
    const { body } = await visitor.send(at, 'POST', '/api/login', { username, password });
    expect(body.status, 'the right password').toBe('more');
    const answers = await Promise.all([
      ...[at, at + 1].map((which) => visitor.send(which, 'POST', `/api/login/${body.attempt}/totp`, wrong)),
      visitor.send(at + 1, 'POST', '/api/reauthenticate', { factor: 'totp', ...wrong }),
    ]);
    for (const { status } of answers) expect([401, 429]).toContain(status);
    return answers.filter((answer) => answer.status === 401 && answer.body.code === 'invalid-credentials')
      .length;
  }

  test('V6.3.1 has 100 wrong codes judged over all entrances, browsers, sessions and recoveries, and not one more', async () => {
    const person = await register(two);
    const authenticator = softwareAuthenticator({ origin: publicUrl });
    expect((await addPasskey(person.own, authenticator)).status).toBe(201);
    const token = await askToRecover(person);
    const known: Visitor[] = [];
    for (let at = 0; at < knownBrowsers; at += together) {
      const some = Array.from({ length: together }, (_, n) => becomeKnown(at + n, authenticator));
      known.push(...(await Promise.all(some)));
    }
    let judged = 0;
    for (let at = 0; at < knownBrowsers; at += together) {
      const some = known.slice(at, at + together).map((visitor, n) => guessIn(visitor, at + n, person));
      for (const count of await Promise.all(some)) judged += count;
    }
    expect(judged, 'by all that are known').toBe(50);
    for (let at = 0; at < 60; at++) judged += await guessIn(two.visitor(), at, person);
    expect(judged, 'by strangers too').toBe(100);
    const recovered = { token, newPassword: otherPassword };
    expect((await two.visitor().send(0, 'POST', '/api/recover/complete', recovered)).status).toBe(204);
    const after = { ...person, password: otherPassword };
    for (const [at, visitor] of known.slice(0, 20).entries()) judged += await guessIn(visitor, at, after);
    expect(judged, 'after a recovery').toBe(100);
    const owner = await becomeKnown(1, authenticator);
    expect(await guessIn(owner, 0, after), 'the passkey begins new counts').toBe(3);
  });
});
