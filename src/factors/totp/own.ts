import { h } from 'preact';
import { isoTime } from '../../kit/clock.ts';
import { Type } from '../../kit/schema.ts';
import { own } from '../own.ts';
import { codesSchema } from '../recovery-code/index.ts';
import { codeRefused, totpExists, totpNotBegun } from './problems.ts';
import { drawQrCode, qrCodeSvg } from './qr-code.ts';
import { TotpSection } from './section.tsx';
import { deleteTotp, findTotp } from './store.ts';

const since = Type.String({ format: 'date-time', description: 'Since when, in UTC.' });

/** What an account has of it; null where no app is in force. */
interface ShownTotp {
  readonly totp: { readonly since: string } | null;
}

/** An authenticator app, as its owner sees and changes it. */
export const ownTotp = own<ShownTotp>({
  section: 'totp',
  notices: {
    'totp-added': (words) => words.totp.notices.added,
    'totp-left': (words) => words.totp.notices.left,
    'totp-removed': (words) => words.totp.notices.removed,
  },
  schema: { totp: Type.Unsafe<unknown>({ anyOf: [Type.Object({ since }), { type: 'null' }] }) },
  async find({ db }, accountId) {
    const confirmedAt = (await findTotp(db, accountId))?.confirmed_at ?? null;
    return { totp: confirmedAt === null ? null : { since: isoTime(confirmedAt) } };
  },
  count: ({ totp }) => (totp ? 1 : 0),
  draw: ({ shown: { totp }, mustStay, done }) =>
    h(TotpSection, { since: totp?.since ?? null, mustStay, done }),
  told: ({ totp }, words) => ({ said: totp && words.totp.thing, facts: { totp: totp !== null } }),
  begin: {
    path: '/api/me/totp',
    summary: 'Begin to set up an authenticator app',
    description:
      'Makes a key for the app. It counts for nothing before it is confirmed, and to begin again makes another. The key is shown this once.',
    answers: {
      200: {
        description: 'What the app needs: one of the three.',
        schema: Type.Object({
          secret: Type.String({ description: 'The key in base32, to type in.' }),
          uri: Type.String({ description: 'The key as an address, `otpauth://totp/…`.' }),
          qr: Type.String({ description: 'That address as a QR code, an SVG.' }),
        }),
      },
    },
    problems: [totpExists],
    exists: totpExists,
    answer: async (begun, { totp }) => ({
      ...begun,
      qr: qrCodeSvg(await drawQrCode(String(begun.uri)), totp.setUp.qrCode),
    }),
  },
  add: {
    path: '/api/me/totp/confirm',
    summary: 'Confirm the authenticator app',
    description:
      'Puts the key into force by the code that the app shows. With the first second factor come recovery codes.',
    answers: {
      200: {
        description: 'It is in force, and these are your recovery codes, shown this once.',
        schema: Type.Object({ recoveryCodes: codesSchema }),
      },
      204: { description: 'It is in force; your recovery codes stay as they are.' },
    },
    problems: [codeRefused, totpNotBegun],
    answer: (reply, { recoveryCodes }) => (recoveryCodes ? { recoveryCodes } : reply.code(204).send()),
  },
  remove: {
    path: '/api/me/totp',
    summary: 'Remove the authenticator app',
    description: 'Also ends a set-up that was begun. With the last second factor go the recovery codes.',
    answers: { 204: { description: 'It is gone.' } },
    problems: [],
    missing: (words) => words.totp.noSuch,
    async from(tx, accountId) {
      const removed = await deleteTotp(tx, accountId);
      if (!removed) return undefined;
      return removed.wasConfirmed ? { event: { type: 'totp-removed' } } : 'set-up';
    },
  },
});
