import { h } from 'preact';
import { isoTime } from '../../kit/clock.ts';
import { Type } from '../../kit/schema.ts';
import { own } from '../own.ts';
import { codesSchema } from '../recovery-code/index.ts';
import { codeRefused, totpExists, totpNotBegun } from './problems.ts';
import { drawQrCode, qrCodeSvg } from './qr-code.ts';
import { TotpSection } from './section.tsx';
import { deleteTotp, findTotp } from './store.ts';

const since = Type.String({
  format: 'date-time',
  description: 'When it was added, in UTC.',
  examples: ['2026-11-29T09:40:00.000Z'],
});

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
  schema: {
    totp: Type.Unsafe<unknown>({
      anyOf: [
        Type.Object({ since }, { title: 'AuthenticatorApp', description: 'An authenticator app.' }),
        { type: 'null' },
      ],
    }),
  },
  async find({ db }, accountId) {
    const confirmedAt = (await findTotp(db, accountId))?.confirmed_at ?? null;
    return { totp: confirmedAt === null ? null : { since: isoTime(confirmedAt) } };
  },
  count: ({ totp }) => (totp ? 1 : 0),
  canAnswer: ({ totp }) => totp !== null,
  draw: ({ shown: { totp }, mustStay, done }) =>
    h(TotpSection, { since: totp?.since ?? null, mustStay, done }),
  told: ({ totp }, words) => ({ said: totp && words.totp.thing, facts: { totp: totp !== null } }),
  begin: {
    path: '/api/me/totp',
    operationId: 'setUpTotp',
    summary: 'Set up an authenticator app',
    description:
      'Makes a key for the app. Confirm it with a code to turn it on. Each request makes a new key, and answers it once.',
    answers: {
      200: {
        description: 'The key, in three forms. The app needs one of them.',
        schema: Type.Object(
          {
            secret: Type.String({
              description: 'The key in base32, to type in.',
              examples: ['JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'],
            }),
            uri: Type.String({
              description: 'The key as a link that opens the app on a phone.',
              examples: [
                'otpauth://totp/Latchkey:ada?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Latchkey',
              ],
            }),
            qr: Type.String({ description: 'The link as a QR code, an SVG.', examples: ['<svg …'] }),
          },
          { title: 'TotpSetup', description: 'The key for an authenticator app.' },
        ),
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
    operationId: 'confirmTotp',
    summary: 'Confirm the authenticator app',
    description:
      'Turns the app on with the code it shows. If it is the first second factor, the answer has recovery codes.',
    answers: {
      200: {
        description: 'The app is on. The recovery codes are answered once.',
        schema: Type.Object({ recoveryCodes: codesSchema }),
      },
      204: { description: 'The app is on. The recovery codes stay the same.' },
    },
    problems: [codeRefused, totpNotBegun],
    answer: (reply, { recoveryCodes }) => (recoveryCodes ? { recoveryCodes } : reply.code(204).send()),
  },
  remove: {
    path: '/api/me/totp',
    operationId: 'removeTotp',
    summary: 'Remove the authenticator app',
    description:
      'Also cancels an unfinished set-up. Removing the last second factor removes the recovery codes too.',
    answers: { 204: { description: 'The app is removed.' } },
    problems: [],
    missing: (words) => words.totp.noSuch,
    async from(tx, accountId) {
      const removed = await deleteTotp(tx, accountId);
      if (!removed) return undefined;
      return removed.wasConfirmed ? { event: { type: 'totp-removed' } } : 'set-up';
    },
  },
});
