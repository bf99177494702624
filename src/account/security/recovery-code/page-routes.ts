import { showCodes } from '../../../factors/recovery-code/index.ts';
import { buttonOf, type Route, route } from '../../../kit/http/index.ts';
import type { Services } from '../../../kit/services.ts';
import { stayKnown } from '../../../login/index.ts';
import { replaceRecoveryCodes } from './replace-recovery-codes.ts';

export function recoveryCodePageRoutes(services: Services): Route[] {
  return [
    route({
      method: 'POST',
      path: '/account/security/recovery-codes',
      kind: 'page',
      access: 'signed-in',
      form: buttonOf('POST /api/me/recovery-codes'),
      async handle({ caller, request, reply }) {
        const { codes, securityVersion } = await replaceRecoveryCodes(services, caller, request);
        stayKnown(services, reply, caller.via.session, securityVersion);
        return showCodes(services, reply, { username: caller.account.username, codes });
      },
    }),
  ];
}
