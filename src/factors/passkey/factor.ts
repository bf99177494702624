import type { Tx } from '../../kit/db/index.ts';
import type { JsonValue } from '../../kit/json.ts';
import { Type } from '../../kit/schema.ts';
import type { Say } from '../../kit/words/index.ts';
import type { Asked, Factor, Facts, Verdict } from '../factor.ts';
import { type AssertionAnswer, assertionExample, assertionSchema } from './answer.ts';
import { passkeyAnswering } from './answering.ts';
import { consumeChallenge, issueChallenge } from './challenges.ts';
import { passkeyEnrolment } from './enrolment.ts';
import { explainPasskey } from './explain.ts';
import { ownPasskeys } from './own.ts';
import { refuseOwner } from './owner.ts';
import { amrOfPasskey } from './passkey.ts';
import { passkeyProblems } from './problems.ts';
import type { PasskeyRefusal } from './refusal.ts';
import { relyingPartyOf } from './relying-party.ts';
import { findRemoved } from './removed.ts';
import {
  deletePasskey,
  findByCredential,
  hasPasskey,
  listPasskeys,
  passkeyHolders,
  recordPasskeyUse,
} from './store.ts';
import { assertionOptions, judgeAssertion } from './webauthn/assertion.ts';
import { readClientData } from './webauthn/client-data.ts';

/**
 * A passkey: alone where it has verified its user, by a PIN, a finger or a face, and after a password in any case.
 * As a second factor the verification is asked for and not demanded unless the configuration says so, since a key
 * without a PIN is still something that only its owner has (NIST SP 800-63B-4, appendix B).
 */
export const passkeyFactor: Factor<{ response: AssertionAnswer }> = {
  name: 'passkey',
  helps: ({ passkey }) => passkey.use,
  problems: passkeyProblems,
  answer: Type.Object({ response: assertionSchema }, { additionalProperties: false }),
  reference: {
    summary: 'Complete a login with a passkey',
    description:
      'For the step `passkey`. Give its `options` to `PublicKeyCredential.parseRequestOptionsFromJSON()` and `navigator.credentials.get()`, and send what `toJSON()` of the credential gives.',
    example: { response: assertionExample },
  },
  isSecond: true,
  isGuessable: false,
  explain: explainPasskey,
  isSetUp: hasPasskey,
  staysUnlessAsked: true,
  answering: passkeyAnswering,
  enrolment: passkeyEnrolment,
  own: ownPasskeys,
  tables: {
    passkey_users: 'carried',
    passkeys: 'carried',
    passkey_challenges: 'left',
    removed_passkeys: 'left',
  },
  holders: passkeyHolders,
  async clear(tx, accountId, now) {
    const held = await listPasskeys(tx, accountId);
    if (held.length === 0) return undefined;
    for (const { id } of held) await deletePasskey(tx, accountId, id, now);
    const events = held.map(({ id }) => ({ type: 'passkey-removed', detail: { passkey: id } }) as const);
    return { said: ({ passkey }) => passkey.count(held.length), events };
  },
  findOwner: async (db, { response: answer }) => (await findByCredential(db, answer.id))?.account_id,
  adviceFor: (reason) => (isNobodys(reason) ? ({ passkey }) => passkey.advice.unknown : advice[reason]),
  // A browser that is told so offers the passkey no more (WebAuthn Level 3, §5.1.10). Its ID is nothing that can be guessed.
  membersFor: (reason) => (isNobodys(reason) ? { reason: 'unknown-passkey' } : undefined),

  async offer({ db, config }, { accountId, subject, role, now }) {
    const rp = relyingPartyOf(config);
    const allowed = accountId === null ? [] : await listPasskeys(db, accountId);
    if (!rp || (accountId !== null && allowed.length === 0)) return null;
    const challenge = await issueChallenge(db, { subject, purpose: 'login', accountId, now });
    const userVerification = role === 'first' ? 'required' : config.passkey.userVerification;
    const options = assertionOptions({ rp, challenge, userVerification, allowed });
    return { factor: 'passkey', options: options as unknown as JsonValue };
  },

  async verify(tx, { config }, asked, { response: answer }): Promise<Verdict> {
    const rp = relyingPartyOf(config);
    if (!rp) return refused('unavailable');
    const clientData = readClientData(answer.response.clientDataJSON);
    if (!clientData) return refused('malformed');
    const lost = await consumeChallenge(tx, { ...asked, purpose: 'login' }, clientData.challenge);
    if (lost) return refused(lost);
    const passkey = await findByCredential(tx, answer.id);
    const { accountId } = asked;
    if (!passkey) return refuseNobodys(tx, answer, asked);
    const notTheirs = refuseOwner(passkey, { accountId, userHandle: answer.response.userHandle });
    if (notTheirs) return refused(notTheirs);
    const requireUserVerification = asked.role === 'first' || config.passkey.userVerification === 'required';
    const judged = await judgeAssertion(answer, clientData, { rp, passkey, requireUserVerification });
    const claims = passkey.account_id;
    if (!judged.ok) return { ...refused(judged.reason), claims };

    const vouched = passkey.uv_initialized === 1;
    // Whoever finds a key without a PIN can give it one: that must not make two factors of it.
    if (asked.role === 'first' && !vouched) return { ...refused('verification-not-vouched'), claims };
    const { signCount, userVerified } = judged;
    const use = {
      id: passkey.id,
      signCount,
      backupState: judged.backedUp ? 1 : 0,
      // Here something else has vouched for who holds it: now, as a second factor, or before (WebAuthn §7.2).
      uvInitialized: vouched || userVerified ? 1 : 0,
      now: asked.now,
    };
    const facts = { userVerified, synced: judged.backedUp };
    if (!(await recordPasskeyUse(tx, use))) {
      const counts = { ...facts, signCount, lastSignCount: passkey.sign_count };
      return { ...refused('counter', counts), claims, accountId: passkey.account_id };
    }
    return {
      ok: true,
      accountId: passkey.account_id,
      amr: amrOfPasskey(passkey),
      isMultiFactor: userVerified && vouched,
      facts,
    };
  },
};

function refused(reason: PasskeyRefusal, facts: Facts = {}): Extract<Verdict, { ok: false }> {
  return { ok: false, reason, facts };
}

/** No account has it; one may have had it. */
async function refuseNobodys(
  tx: Tx,
  { id: credentialId, response: { userHandle } }: AssertionAnswer,
  { accountId, now }: Asked,
): Promise<Extract<Verdict, { ok: false }>> {
  const removed = await findRemoved(tx, { accountId, userHandle, credentialId }, now);
  if (removed) {
    return { ...refused('removed', { since: removed.removed_at }), claims: removed.account_id };
  }
  return refused(accountId === null ? 'unknown-passkey' : 'not-allowed');
}

const isNobodys = (reason: string): boolean =>
  reason === 'removed' || reason === 'unknown-passkey' || reason === 'not-allowed';

/** For the refusals of an account's passkey that another try can't change. They are found after its signature has been verified. */
const advice: Partial<Readonly<Record<string, Say>>> = {
  'backup-eligibility-changed': ({ passkey }) => passkey.advice.changed,
  counter: ({ passkey }) => passkey.advice.copied,
  'verification-not-vouched': ({ passkey }) => passkey.advice.notVouched,
};
