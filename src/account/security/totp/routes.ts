import { codesSchema } from '../../../factors/enrol/index.ts';
import {
  codeRefused,
  drawQrCode,
  qrCodeSvg,
  totpCode,
  totpExists,
  totpNotBegun,
} from '../../../factors/totp/index.ts';
import { notFound, type Route, route } from '../../../kit/http/index.ts';
import { problem } from '../../../kit/problem.ts';
import { Type } from '../../../kit/schema.ts';
import type { Services } from '../../../kit/services.ts';
import { stayKnown } from '../../../login/index.ts';
import { proofRequired } from '../../../login/prove/index.ts';
import { secondFactorRequired } from '../problems.ts';
import { removeTotp } from './remove-totp.ts';
import { beginSetUp, confirmSetUp } from './set-up-totp.ts';

const tag = 'Second factors';
const own = { kind: 'api', access: 'signed-in', tag } as const;

export function totpRoutes(services: Services): Route[] {
  return [
    route({
      ...own,
      method: 'POST',
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
      problems: [proofRequired, totpExists],
      async handle({ caller }) {
        const setUp = await beginSetUp(services, caller);
        return { ...setUp, qr: qrCodeSvg(await drawQrCode(setUp.uri)) };
      },
    }),
    route({
      ...own,
      method: 'POST',
      path: '/api/me/totp/confirm',
      summary: 'Confirm the authenticator app',
      description:
        'Puts the key into force by the code that the app shows. With the first second factor come recovery codes.',
      body: totpCode,
      answers: {
        200: {
          description: 'It is in force, and these are your recovery codes, shown this once.',
          schema: Type.Object({ recoveryCodes: codesSchema }),
        },
        204: { description: 'It is in force; your recovery codes stay as they are.' },
      },
      problems: [proofRequired, codeRefused, totpNotBegun],
      async handle({ caller, body, request, reply }) {
        const added = await confirmSetUp(services, caller, body.code, request);
        stayKnown(services, reply, caller.via.session, added.securityVersion);
        const { recoveryCodes } = added;
        return recoveryCodes ? { recoveryCodes } : reply.code(204).send();
      },
    }),
    route({
      ...own,
      method: 'DELETE',
      path: '/api/me/totp',
      summary: 'Remove the authenticator app',
      description: 'Also ends a set-up that was begun. With the last second factor go the recovery codes.',
      answers: { 204: { description: 'It is gone.' } },
      problems: [proofRequired, notFound, secondFactorRequired],
      async handle({ caller, request, reply }) {
        const removed = await removeTotp(services, caller, request);
        if (!removed) throw problem(notFound, 'You have no authenticator app here.');
        stayKnown(services, reply, caller.via.session, removed.securityVersion);
        return reply.code(204).send();
      },
    }),
  ];
}
