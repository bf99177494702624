import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { eachApp, type TestApp } from '../../../test/support/app.ts';
import { softwareAuthenticator, type Twist } from '../../../test/support/authenticator.ts';
import {
  add,
  logIn,
  offerToAdd,
  offerToLogIn,
  passkeyHolder,
  passkeyPerson,
} from '../../../test/support/passkeys.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { challengeLifetime } from './challenges.ts';
import { passkeyFactor } from './factor.ts';
import { deletePasskey, listPasskeys } from './store.ts';

const { privateKey: anotherKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** Each answer differs from an honest one in one thing. */
const twists: readonly (readonly [check: string, reason: string, Twist])[] = [
  ['that was made to add a passkey', 'wrong-type', { clientData: { type: 'webauthn.create' } }],
  ['to a challenge that nobody gave', 'challenge', { clientData: { challenge: 'A'.repeat(43) } }],
  ['of another origin', 'wrong-origin', { clientData: { origin: 'http://127.0.0.1:5000' } }],
  ['of a frame in another site', 'framed', { clientData: { crossOrigin: true } }],
  ['with the origin of a frame', 'framed', { clientData: { topOrigin: 'https://evil.example' } }],
  ['for another name of a server', 'foreign-rp', { rpId: 'evil.example' }],
  ['that nobody has touched', 'user-absent', { flags: { up: false } }],
  ['backed up although it cannot be', 'impossible-backup', { flags: { be: false, bs: true } }],
  ['that cannot be copied any more', 'backup-eligibility-changed', { flags: { be: false, bs: false } }],
  ['that another key has signed', 'signature', { signedWith: anotherKey }],
];

const alone = { accountId: null } as const;

async function options(app: TestApp, asking: Parameters<typeof offerToLogIn>[1]) {
  const offered = await offerToLogIn(app, asking);
  if (!offered) throw new Error('No passkey is asked for.');
  return offered;
}

eachApp('a passkey', (open) => {
  test.each(twists)('one %s is refused (%s), alone and after a password', async (_, reason, twist) => {
    const app = await open();
    const { accountId, authenticator, passkey } = await passkeyHolder(app);
    for (const asking of [alone, { accountId }]) {
      const answer = authenticator.get(await options(app, asking), twist);
      expect(await logIn(app, asking, answer)).toMatchObject({ ok: false, reason, facts: {} });
      expect(await listPasskeys(app.services.db, accountId), 'nothing is noted').toEqual([passkey]);
      const honest = authenticator.get(await options(app, asking));
      expect((await logIn(app, asking, honest)).ok, 'the honest twin').toBe(true);
      await app.services.db.updateTable('passkeys').set(passkey).where('id', '=', passkey.id).execute();
    }
  });

  test('V6.5.7 alone it is two factors in one: what one has, and a PIN, a finger or a face', async () => {
    const app = await open();
    const { accountId, authenticator } = await passkeyHolder(app);
    app.clock.advance(1000);
    expect(await logIn(app, alone, authenticator.get(await options(app, alone)))).toEqual({
      ok: true,
      accountId,
      amr: ['swk', 'user'],
      isMultiFactor: true,
      facts: { userVerified: true, synced: true },
    });
    const [used] = await listPasskeys(app.services.db, accountId);
    expect(used).toMatchObject({ last_used_at: app.clock(), backup_state: 1, uv_initialized: 1 });
  });

  test('alone it must verify its user, and after a password only if the configuration says so', async () => {
    const app = await open();
    const { accountId, authenticator } = await passkeyHolder(app);
    const unverified = async (from: TestApp, asking: Parameters<typeof offerToLogIn>[1]) =>
      logIn(from, asking, authenticator.get(await options(from, asking), { flags: { uv: false } }));
    const refusal = { ok: false, reason: 'not-verified', facts: {}, claims: accountId };
    expect(await unverified(app, alone)).toEqual(refusal);
    expect(await unverified(app, { accountId })).toMatchObject({ ok: true, isMultiFactor: false });
    const strict = await open({ passkey: { userVerification: 'required' } });
    expect(await unverified(strict, { accountId })).toEqual(refusal);
    const verified = authenticator.get(await options(strict, { accountId }));
    expect(await logIn(strict, { accountId }, verified)).toMatchObject({ ok: true });
  });

  test('a key that was given its PIN later opens alone only after it came after a password once', async () => {
    const app = await open();
    const flags = { up: true, uv: false, be: false, bs: false };
    const { accountId, authenticator } = await passkeyHolder(app, softwareAuthenticator({ flags }));
    const verified = async (asking: Parameters<typeof offerToLogIn>[1]) =>
      logIn(app, asking, authenticator.get(await options(app, asking), { flags: { uv: true } }));
    expect(await verified(alone)).toMatchObject({ ok: false, reason: 'verification-not-vouched' });
    expect(await listPasskeys(app.services.db, accountId)).toMatchObject([{ uv_initialized: 0 }]);
    expect(await verified({ accountId })).toMatchObject({
      ok: true,
      amr: ['hwk', 'user'],
      isMultiFactor: false,
    });
    expect(await listPasskeys(app.services.db, accountId)).toMatchObject([{ uv_initialized: 1 }]);
    expect(await verified(alone)).toMatchObject({ ok: true, isMultiFactor: true });
  });

  test('a passkey of somebody else is none, whichever way its owner is told', async () => {
    const app = await open();
    const [one, other] = [await passkeyHolder(app), await passkeyHolder(app)];
    const unknown = softwareAuthenticator();
    const verdict = async (
      asking: Parameters<typeof offerToLogIn>[1],
      { authenticator }: Pick<typeof one, 'authenticator'>,
      twist: Twist = {},
    ) => logIn(app, asking, authenticator.get(await options(app, asking), twist));
    const known = { accountId: one.accountId };
    const strangersHandle = (await options(app, alone)).challenge;
    for (const [asking, holder, twist, reason] of [
      [known, { authenticator: unknown }, {}, 'not-allowed'],
      [known, other, {}, 'other-account'],
      [known, one, { userHandle: strangersHandle }, 'foreign-user-handle'],
      [alone, { authenticator: unknown }, { userHandle: strangersHandle }, 'unknown-passkey'],
      [alone, one, { userHandle: null }, 'user-handle-missing'],
      [alone, one, { userHandle: strangersHandle }, 'foreign-user-handle'],
    ] as const) {
      expect(await verdict(asking, holder, twist)).toEqual({ ok: false, reason, facts: {} });
    }
    expect(await verdict(known, one)).toMatchObject({ ok: true, accountId: one.accountId });
    expect(await verdict(known, one, { userHandle: null }), 'a key may leave it out').toMatchObject({
      ok: true,
    });
    expect(await verdict(alone, other)).toMatchObject({ ok: true, accountId: other.accountId });
  });

  test('one that was removed is told of by its ID and the handle of its owner, never by the ID alone', async () => {
    const app = await open();
    const [owner, thief] = [await passkeyHolder(app), await passkeyHolder(app)];
    const remove = ({ accountId, passkey }: Pick<typeof owner, 'accountId' | 'passkey'>) =>
      inTransaction(app.services.db, (tx) => deletePasskey(tx, accountId, passkey.id, app.clock()));
    await remove(owner);
    // Whoever knows an ID can give it to a passkey of their own.
    const credentialId = Buffer.from(owner.passkey.credential_id, 'base64url');
    const copy = softwareAuthenticator();
    const copied = await add(
      app,
      thief.accountId,
      copy.create(await offerToAdd(app, thief.accountId), { credentialId }),
    );
    if (!copied.ok) throw new Error(copied.reason);
    app.clock.advance(1000);
    await remove({ accountId: thief.accountId, passkey: copied.passkey });

    const verdict = async (asking: Parameters<typeof offerToLogIn>[1], twist: Twist = {}) =>
      logIn(app, asking, owner.authenticator.get(await options(app, asking), twist));
    const told = { reason: 'removed', claims: owner.accountId, facts: { since: app.clock() - 1000 } };
    expect(await verdict(alone)).toMatchObject(told);
    for (const userHandle of [null, (await options(app, alone)).challenge]) {
      expect(await verdict(alone, { userHandle })).toEqual({
        ok: false,
        reason: 'unknown-passkey',
        facts: {},
      });
    }
  });

  test('a counter must grow; one that does not may be that of a copy', async () => {
    const app = await open();
    const flags = { up: true, uv: true, be: false, bs: false };
    const { accountId, authenticator } = await passkeyHolder(
      app,
      softwareAuthenticator({ flags, counts: true }),
    );
    const counted = async (signCount: number) =>
      logIn(app, alone, authenticator.get(await options(app, alone), { signCount }));
    expect(await counted(5)).toMatchObject({ ok: true });
    for (const signCount of [5, 4, 0]) {
      expect(await counted(signCount)).toEqual({
        ok: false,
        reason: 'counter',
        accountId,
        facts: { userVerified: true, synced: false, signCount, lastSignCount: 5 },
        claims: accountId,
      });
    }
    expect(await listPasskeys(app.services.db, accountId)).toMatchObject([{ sign_count: 5 }]);
    expect(await counted(4_294_967_295)).toMatchObject({ ok: true });
  });

  test('V15.4.2 of 50 answers at once with the same count exactly one gets in', async () => {
    const app = await open();
    const { accountId, authenticator } = await passkeyHolder(app);
    const answers = [];
    for (let racer = 0; racer < 50; racer++) {
      const asking = { accountId, subject: `att_${racer}` };
      answers.push({ asking, answer: authenticator.get(await options(app, asking), { signCount: 1 }) });
    }
    const verdicts = await Promise.all(answers.map(({ asking, answer }) => logIn(app, asking, answer)));
    expect(verdicts.filter(({ ok }) => ok)).toHaveLength(1);
    expect(verdicts.filter((one) => !one.ok && one.reason === 'counter')).toHaveLength(49);
  });

  test('V6.7.2 V15.4.2 of 50 answers to one challenge at once exactly one gets in', async () => {
    const app = await open();
    const { accountId, authenticator } = await passkeyHolder(app);
    const offered = await options(app, alone);
    const answers = Array.from({ length: 50 }, () => authenticator.get(offered));
    const verdicts = await Promise.all(answers.map((answer) => logIn(app, alone, answer)));
    expect(verdicts.filter(({ ok }) => ok)).toEqual([expect.objectContaining({ accountId })]);
    expect(verdicts.filter((one) => !one.ok && one.reason === 'challenge')).toHaveLength(49);
  });

  test('V6.7.2 a challenge is good for five minutes, one attempt, one account and one purpose', async () => {
    const app = await open();
    const { accountId, authenticator } = await passkeyHolder(app);
    const late = authenticator.get(await options(app, alone));
    app.clock.advance(challengeLifetime);
    expect(await logIn(app, alone, late)).toMatchObject({ ok: false, reason: 'expired' });
    const unknown = { ok: false, reason: 'challenge' };
    const answer = authenticator.get(await options(app, { accountId, subject: 'att_1' }));
    expect(await logIn(app, { accountId, subject: 'att_2' }, answer)).toMatchObject(unknown);
    expect(await logIn(app, { accountId, subject: 'att_1' }, answer)).toMatchObject({ ok: true });
    const toAdd = authenticator.get(await offerToAdd(app, accountId, 'att_1'));
    expect(await logIn(app, { accountId, subject: 'att_1' }, toAdd)).toMatchObject(unknown);
    const nameless = authenticator.get(await options(app, alone));
    expect(await logIn(app, { accountId, role: 'first' }, nameless)).toMatchObject(unknown);
  });

  test('extensions that nobody asked for are not looked at, and what is no answer is refused', async () => {
    const app = await open();
    const { authenticator } = await passkeyHolder(app);
    const extensions = new Map([['unasked', 1]]);
    const extended = authenticator.get(await options(app, alone), { extensions });
    expect(await logIn(app, alone, extended)).toMatchObject({ ok: true });
    for (const broken of [{ clientDataJSON: 'AAAA' }, { authenticatorData: 'AAAA' }]) {
      const answer = authenticator.get(await options(app, alone));
      Object.assign(answer.response, broken);
      expect(await logIn(app, alone, answer)).toMatchObject({ ok: false, reason: 'malformed' });
    }
    const unsigned = authenticator.get(await options(app, alone));
    unsigned.response.signature = 'AAAA';
    expect(await logIn(app, alone, unsigned)).toMatchObject({ ok: false, reason: 'signature' });
  });

  test('is asked for with what its holder needs: any of the account, or whichever the browser has', async () => {
    const app = await open();
    const { accountId, authenticator } = await passkeyHolder(app);
    expect(await offerToLogIn(app, { accountId })).toEqual({
      challenge: expect.stringMatching(/^[\w-]{43}$/),
      rpId: 'localhost',
      timeout: challengeLifetime,
      allowCredentials: [
        { type: 'public-key', id: authenticator.credentialId, transports: ['hybrid', 'internal'] },
      ],
      userVerification: 'preferred',
    });
    expect(await offerToLogIn(app, alone)).toMatchObject({
      allowCredentials: [],
      userVerification: 'required',
    });
    const nobody = await passkeyPerson(app);
    expect(await offerToLogIn(app, { accountId: nobody })).toBeNull();
    const { db } = app.services;
    expect([await passkeyFactor.isSetUp(db, accountId), await passkeyFactor.isSetUp(db, nobody)]).toEqual([
      true,
      false,
    ]);
  });

  test('is neither asked for nor taken where the server has no name', async () => {
    const app = await open();
    const { authenticator } = await passkeyHolder(app);
    const answer = authenticator.get(await options(app, alone));
    const nameless = await open({ publicUrl: 'http://192.0.2.1:5000' });
    expect(await offerToLogIn(nameless, alone)).toBeNull();
    expect(await logIn(nameless, alone, answer)).toMatchObject({ ok: false, reason: 'unavailable' });
  });
});
