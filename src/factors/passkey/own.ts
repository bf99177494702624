import { h } from 'preact';
import { Type } from '../../kit/schema.ts';
import { own } from '../own.ts';
import { codesSchema } from '../recovery-code/index.ts';
import { type Passkey, passkeySchema, toPasskey } from './passkey.ts';
import { passkeyRefused, passkeysUnavailable, tooManyPasskeys } from './problems.ts';
import { relyingPartyOf } from './relying-party.ts';
import { PasskeysSection } from './section.tsx';
import { deletePasskey, listPasskeys } from './store.ts';

interface ShownPasskeys {
  readonly passkeys: readonly Passkey[];
  /** Where passkeys can be added and used; null where this server has no name for them. */
  readonly passkeyOrigin: string | null;
}

/** Passkeys, as their owner sees and changes them. */
export const ownPasskeys = own<ShownPasskeys>({
  section: 'passkeys',
  notices: {
    'passkey-added': ({ passkey }) => passkey.notices.added,
    'passkey-renamed': ({ passkey }) => passkey.notices.renamed,
    'passkey-removed': ({ passkey }) => passkey.notices.removed,
  },
  schema: {
    passkeys: Type.Array(passkeySchema, { description: 'The oldest first.' }),
    passkeyOrigin: Type.Unsafe<string | null>({
      type: ['string', 'null'],
      description: 'The origin of the pages on which passkeys work; null when there is none.',
    }),
  },
  find: async ({ db, config }, accountId) => ({
    passkeys: (await listPasskeys(db, accountId)).map(toPasskey),
    passkeyOrigin: relyingPartyOf(config)?.origin ?? null,
  }),
  count: ({ passkeys }) => passkeys.length,
  draw: ({ shown: { passkeys, passkeyOrigin: origin }, mustStay, done }) =>
    h(PasskeysSection, { passkeys, origin, mustStay, done }),
  told: ({ passkeys: { length } }, { passkey }) => ({
    said: length === 0 ? null : passkey.count(length),
    facts: { passkeys: length },
  }),
  begin: {
    path: '/api/me/passkeys/options',
    summary: 'Begin to add a passkey',
    description:
      'What `PublicKeyCredential.parseCreationOptionsFromJSON()` takes, for `navigator.credentials.create()`. Good for five minutes and one answer, from a page of this server.',
    answers: {
      200: {
        description: 'The options, as WebAuthn Level 3 has them in JSON.',
        schema: Type.Object({ challenge: Type.String() }, { additionalProperties: true }),
      },
    },
    problems: [tooManyPasskeys, passkeysUnavailable],
    answer: ({ options }) => options,
  },
  add: {
    path: '/api/me/passkeys',
    summary: 'Add the passkey',
    description:
      'Takes what `toJSON()` makes of the new credential. With the first second factor come recovery codes.',
    // An authenticator may send certificates along, although none are asked for.
    bodyLimit: 64 * 1024,
    answers: {
      201: {
        description: 'It is added.',
        schema: Type.Object({ passkey: passkeySchema, recoveryCodes: Type.Optional(codesSchema) }),
      },
    },
    problems: [passkeyRefused, tooManyPasskeys],
    answer: (reply, { shown: passkey, recoveryCodes }) => reply.code(201).send({ passkey, recoveryCodes }),
  },
  remove: {
    path: '/api/me/passkeys/:id',
    summary: 'Remove a passkey',
    description:
      'Every other session ends, since it may have been opened by it. With the last second factor go the recovery codes.',
    answers: { 204: { description: 'It opens nothing any more.' } },
    problems: [],
    missing: ({ passkey }) => passkey.noSuch,
    isWayIn: true,
    async from(tx, accountId, id) {
      if (!(await deletePasskey(tx, accountId, id))) return undefined;
      return { event: { type: 'passkey-removed', detail: { passkey: id } } };
    },
  },
});
