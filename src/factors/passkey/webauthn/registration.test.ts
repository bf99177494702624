import { expect, test } from 'vitest';
import { eachApp, type TestApp } from '../../../../test/support/app.ts';
import { softwareAuthenticator, type Twist } from '../../../../test/support/authenticator.ts';
import { everyRow } from '../../../../test/support/every-row.ts';
import { add, offerToAdd, passkeyHolder, passkeyPerson } from '../../../../test/support/passkeys.ts';
import { challengeLifetime } from '../challenges.ts';
import { listPasskeys } from '../store.ts';

/** Each answer differs from an honest one in one thing. */
const twists: readonly (readonly [check: string, reason: string, Twist])[] = [
  ['that was made to log in', 'wrong-type', { clientData: { type: 'webauthn.get' } }],
  ['to a challenge that nobody gave', 'challenge', { clientData: { challenge: 'A'.repeat(43) } }],
  ['to a challenge with a NUL in it', 'challenge', { clientData: { challenge: '\0' } }],
  ['of another origin', 'wrong-origin', { clientData: { origin: 'http://localhost:5001' } }],
  ['of a page on https here', 'wrong-origin', { clientData: { origin: 'https://localhost:5000' } }],
  ['of a frame in another site', 'framed', { clientData: { crossOrigin: true } }],
  ['with the origin of a frame', 'framed', { clientData: { topOrigin: 'https://evil.example' } }],
  ['with a word for whether it is framed', 'framed', { clientData: { crossOrigin: 'false' } }],
  ['for another name of a server', 'foreign-rp', { rpId: 'evil.example' }],
  ['that nobody has touched', 'user-absent', { flags: { up: false } }],
  ['backed up although it cannot be', 'impossible-backup', { flags: { be: false, bs: true } }],
  ['of an algorithm that was not offered', 'algorithm-not-offered', { algorithm: -35 }],
  ['with an attestation of no known format', 'attestation-refused', { attestation: 'unheard-of' }],
  ['with an attestation that was forged', 'attestation-refused', { attestation: 'packed-forged' }],
  ['with an id of 1024 bytes', 'id-too-long', { credentialId: Buffer.alloc(1024, 7) }],
];

async function tryToAdd(app: TestApp, twist: Twist, flags = { up: true, uv: true, be: true, bs: true }) {
  const accountId = await passkeyPerson(app);
  const authenticator = softwareAuthenticator({ flags });
  const answer = authenticator.create(await offerToAdd(app, accountId), twist);
  const added = await add(app, accountId, answer);
  return { accountId, authenticator, answer, added };
}

eachApp('adding a passkey', (open) => {
  test.each(twists)('one %s is refused (%s), an honest one is not', async (_, reason, twist) => {
    const app = await open();
    const { accountId, added } = await tryToAdd(app, twist);
    expect(added).toEqual({ ok: false, reason });
    expect(await listPasskeys(app.services.db, accountId)).toEqual([]);
    expect((await tryToAdd(app, {})).added.ok, 'the honest twin').toBe(true);
  });

  test('V6.7.2 a challenge is answered once, whatever the answer was', async () => {
    const app = await open();
    const accountId = await passkeyPerson(app);
    const options = await offerToAdd(app, accountId);
    const authenticator = softwareAuthenticator();
    const wrong = await add(app, accountId, authenticator.create(options, { rpId: 'evil.example' }));
    expect(wrong).toEqual({ ok: false, reason: 'foreign-rp' });
    const right = () => add(app, accountId, authenticator.create(options));
    expect(await right()).toEqual({ ok: false, reason: 'challenge' });
  });

  test('V6.7.2 V15.4.2 of 50 answers to one challenge at once exactly one is taken', async () => {
    const app = await open();
    const accountId = await passkeyPerson(app);
    const options = await offerToAdd(app, accountId);
    const racers = Array.from({ length: 50 }, () => softwareAuthenticator().create(options));
    const verdicts = await Promise.all(racers.map((answer) => add(app, accountId, answer)));
    expect(verdicts.filter(({ ok }) => ok)).toHaveLength(1);
    expect(verdicts.filter((one) => !one.ok && one.reason === 'challenge')).toHaveLength(49);
    expect(await listPasskeys(app.services.db, accountId)).toHaveLength(1);
  });

  test('V6.7.2 a challenge runs out after five minutes', async () => {
    const app = await open();
    const accountId = await passkeyPerson(app);
    const late = softwareAuthenticator().create(await offerToAdd(app, accountId));
    app.clock.advance(challengeLifetime);
    expect(await add(app, accountId, late)).toEqual({ ok: false, reason: 'expired' });
    const inTime = softwareAuthenticator().create(await offerToAdd(app, accountId));
    app.clock.advance(challengeLifetime - 1);
    expect((await add(app, accountId, inTime)).ok).toBe(true);
  });

  test('V6.7.2 a challenge is good for the session and the account that it was given to, and the newest alone', async () => {
    const app = await open();
    const [one, other] = [await passkeyPerson(app), await passkeyPerson(app)];
    const answer = softwareAuthenticator().create(await offerToAdd(app, one, 'session-1'));
    const unknown = { ok: false, reason: 'challenge' };
    expect(await add(app, one, answer, 'session-2')).toEqual(unknown);
    const older = softwareAuthenticator().create(await offerToAdd(app, one, 'session-3'));
    const newer = softwareAuthenticator().create(await offerToAdd(app, one, 'session-3'));
    expect(await add(app, one, older, 'session-3')).toEqual(unknown);
    expect((await add(app, one, newer, 'session-3')).ok).toBe(true);
    const given = softwareAuthenticator().create(await offerToAdd(app, one, 'session-4'));
    expect(await add(app, other, given, 'session-4')).toEqual(unknown);
    expect((await add(app, one, answer, 'session-1')).ok, 'the honest twin').toBe(true);
  });

  test('one that any account has is refused, and says no more than that', async () => {
    const app = await open();
    const { accountId, authenticator } = await passkeyHolder(app);
    const credentialId = Buffer.from(authenticator.credentialId, 'base64url');
    const stranger = await passkeyPerson(app);
    for (const id of [accountId, stranger]) {
      const twice = softwareAuthenticator().create(await offerToAdd(app, id), { credentialId });
      expect(await add(app, id, twice)).toEqual({ ok: false, reason: 'already-registered' });
    }
    expect(await listPasskeys(app.services.db, stranger)).toEqual([]);
  });

  test('one that has not verified its user is taken, unless the configuration asks for that', async () => {
    const app = await open();
    const { added } = await tryToAdd(app, { flags: { uv: false } });
    expect(added).toMatchObject({ ok: true, passkey: { uv_initialized: 0 } });
    const strict = await open({ passkey: { userVerification: 'required' } });
    const refused = await tryToAdd(strict, { flags: { uv: false } });
    expect(refused.added).toEqual({ ok: false, reason: 'not-verified' });
    expect((await tryToAdd(strict, {})).added.ok).toBe(true);
  });

  test('an attestation of its own that holds is taken, as one of an id of 1023 bytes is', async () => {
    const app = await open();
    expect((await tryToAdd(app, { attestation: 'packed' })).added.ok).toBe(true);
    expect((await tryToAdd(app, { credentialId: Buffer.alloc(1023, 7) })).added.ok).toBe(true);
  });

  test('all that a login needs is kept', async () => {
    const app = await open();
    const { accountId, authenticator, added } = await tryToAdd(app, { signCount: 7 });
    const [stored] = await listPasskeys(app.services.db, accountId);
    expect(added).toEqual({ ok: true, passkey: stored });
    expect(stored).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      account_id: accountId,
      credential_id: authenticator.credentialId,
      public_key: expect.stringMatching(/^[\w-]{100,}$/),
      sign_count: 7,
      uv_initialized: 1,
      transports: '["hybrid","internal"]',
      backup_eligible: 1,
      backup_state: 1,
      name: 'a key',
      aaguid: '00000000-0000-0000-0000-000000000000',
      created_at: app.clock(),
      last_used_at: null,
    });
  });

  test('extensions that nobody asked for are not looked at and not kept', async () => {
    const app = await open();
    const accountId = await passkeyPerson(app);
    const options = await offerToAdd(app, accountId);
    const extensions = new Map([['unasked', 'a-word-to-find']]);
    const answer = softwareAuthenticator().create(options, { extensions });
    answer.clientExtensionResults = { unasked: { note: 'a-word-to-find' } };
    answer.response.transports.push('a-word-to-find');
    expect((await add(app, accountId, answer)).ok).toBe(true);
    const kept = (await everyRow(app.database)).filter(({ text }) => text.includes('a-word-to-find'));
    expect(kept).toEqual([]);
  });

  test('what is no answer at all is refused', async () => {
    const app = await open();
    const accountId = await passkeyPerson(app);
    for (const broken of [
      { clientDataJSON: 'AAAA' },
      { clientDataJSON: Buffer.from('null').toString('base64url') },
      { clientDataJSON: Buffer.from('{"type": 1}').toString('base64url') },
      { attestationObject: 'AAAA' },
      { attestationObject: Buffer.from('a0', 'hex').toString('base64url') },
    ]) {
      const answer = softwareAuthenticator().create(await offerToAdd(app, accountId));
      Object.assign(answer.response, broken);
      expect(await add(app, accountId, answer)).toEqual({ ok: false, reason: 'malformed' });
    }
    const cut = softwareAuthenticator().create(await offerToAdd(app, accountId));
    cut.response.attestationObject = cut.response.attestationObject.slice(0, -20);
    expect(await add(app, accountId, cut)).toEqual({ ok: false, reason: 'malformed' });
    const two = softwareAuthenticator().create(await offerToAdd(app, accountId));
    two.rawId = 'AAAA';
    expect(await add(app, accountId, two)).toEqual({ ok: false, reason: 'malformed' });
  });

  test('the browser is told what the account has, and a handle that says nothing of its owner', async () => {
    const app = await open({ siteName: 'Tea house' });
    const { accountId, authenticator } = await passkeyHolder(app);
    const options = await offerToAdd(app, accountId);
    expect(options).toMatchObject({
      rp: { id: 'localhost', name: 'Tea house' },
      user: { name: 'somebody', displayName: 'somebody' },
      pubKeyCredParams: [-8, -7, -257].map((alg) => ({ type: 'public-key', alg })),
      attestation: 'none',
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
      timeout: challengeLifetime,
    });
    expect(options.excludeCredentials).toEqual([
      { type: 'public-key', id: authenticator.credentialId, transports: ['hybrid', 'internal'] },
    ]);
    expect(Buffer.from(options.challenge, 'base64url')).toHaveLength(32);
    expect(Buffer.from(options.user.id, 'base64url')).toHaveLength(64);
    expect((await offerToAdd(app, accountId)).user.id, 'the same each time').toBe(options.user.id);
    const another = await offerToAdd(app, await passkeyPerson(app));
    expect(another.user.id).not.toBe(options.user.id);
  });
});
