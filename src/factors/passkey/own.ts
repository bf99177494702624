import { h } from 'preact';
import { Type } from '../../kit/schema.ts';
import { own } from '../own.ts';
import { codesSchema } from '../recovery-code/index.ts';
import { type Passkey, passkeySchema, toPasskey } from './passkey.ts';
import { passkeyRefused, passkeysUnavailable, tooManyPasskeys } from './problems.ts';
import { relyingPartyOf } from './relying-party.ts';
import { PasskeysSection } from './show/section.tsx';
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
    passkeys: Type.Array(passkeySchema, { description: 'Passkeys, oldest first.' }),
    passkeyOrigin: Type.Unsafe<string | null>({
      type: ['string', 'null'],
      description: "The origin of the pages where passkeys work. `null` if they don't work on this server.",
      examples: ['http://localhost:5000'],
    }),
  },
  find: async ({ db, config }, accountId) => ({
    passkeys: (await listPasskeys(db, accountId)).map(toPasskey),
    passkeyOrigin: relyingPartyOf(config)?.origin ?? null,
  }),
  count: ({ passkeys }) => passkeys.length,
  canAnswer: ({ passkeys }) => passkeys.length > 0,
  opensAlone: ({ passkeys, passkeyOrigin }) =>
    passkeyOrigin !== null && passkeys.some(({ opensAlone }) => opensAlone),
  draw: ({ shown: { passkeys, passkeyOrigin: origin }, mustStay, done }) =>
    h(PasskeysSection, { passkeys, origin, mustStay, done }),
  told: ({ passkeys: { length } }, { passkey }) => ({
    said: length === 0 ? null : passkey.count(length),
    facts: { passkeys: length },
  }),
  begin: {
    path: '/api/me/passkeys/options',
    operationId: 'createPasskeyOptions',
    summary: 'Get options for a new passkey',
    description:
      "For `PublicKeyCredential.parseCreationOptionsFromJSON()` and `navigator.credentials.create()`, on this server's own pages. They work once, for five minutes.",
    answers: {
      200: {
        description: 'The options.',
        schema: Type.Object(
          { challenge: Type.String({ description: 'In base64url.' }) },
          {
            additionalProperties: true,
            title: 'PasskeyOptions',
            description: '`PublicKeyCredentialCreationOptionsJSON` of WebAuthn Level 3.',
          },
        ),
      },
    },
    problems: [tooManyPasskeys, passkeysUnavailable],
    answer: ({ options }) => options,
  },
  add: {
    path: '/api/me/passkeys',
    operationId: 'addPasskey',
    summary: 'Add a passkey',
    description:
      'Takes what `toJSON()` of the new credential gives. If it is the first second factor, the answer has recovery codes.',
    // An authenticator may send certificates along, although none are asked for.
    bodyLimit: 64 * 1024,
    answers: {
      201: {
        description: 'The passkey is added.',
        schema: Type.Object({ passkey: passkeySchema, recoveryCodes: Type.Optional(codesSchema) }),
      },
    },
    problems: [passkeyRefused, tooManyPasskeys],
    answer: (reply, { shown: passkey, recoveryCodes }) => reply.code(201).send({ passkey, recoveryCodes }),
  },
  remove: {
    path: '/api/me/passkeys/:id',
    operationId: 'removePasskey',
    summary: 'Remove a passkey',
    description:
      'Ends every other session, because the passkey may have opened it. Removing the last second factor removes the recovery codes too.',
    answers: { 204: { description: 'The passkey is removed.' } },
    problems: [],
    missing: ({ passkey }) => passkey.noSuch,
    isWayIn: true,
    async from(tx, accountId, id, now) {
      if (!(await deletePasskey(tx, accountId, id, now))) return undefined;
      return { event: { type: 'passkey-removed', detail: { passkey: id } } };
    },
  },
});
