import { codesSchema } from '../../../factors/recovery-code/index.ts';
import { type Route, route } from '../../../kit/http/index.ts';
import { Type } from '../../../kit/schema.ts';
import type { Services } from '../../../kit/services.ts';
import { stayKnown } from '../../../login/index.ts';
import { proofRequired } from '../../../login/prove/index.ts';
import { noSecondFactor } from '../problems.ts';
import { replaceRecoveryCodes } from './replace-recovery-codes.ts';

export function recoveryCodeRoutes(services: Services): Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/me/recovery-codes',
      kind: 'api',
      access: 'signed-in',
      tag: 'Second factors',
      operationId: 'replaceRecoveryCodes',
      summary: 'Get new recovery codes',
      description:
        'Ten codes, for when the authenticator app or passkey is lost. All older codes stop working.',
      answers: {
        200: {
          description: 'The codes. They are answered once.',
          schema: Type.Object({ codes: codesSchema }),
        },
      },
      problems: [proofRequired, noSecondFactor],
      async handle({ caller, request, reply }) {
        const { codes, securityVersion } = await replaceRecoveryCodes(services, caller, request);
        stayKnown(services, reply, caller.via.session, securityVersion);
        return { codes };
      },
    }),
  ];
}
