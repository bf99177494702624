import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { showCodes } from '../../../factors/enrol/index.ts';
import { codeRefused, drawQrCode, totpCode, totpExists } from '../../../factors/totp/index.ts';
import {
  buttonOf,
  type Caller,
  formOf,
  invalidRequest,
  type Route,
  route,
  setProblemHeaders,
} from '../../../kit/http/index.ts';
import type { Problem } from '../../../kit/problem.ts';
import type { Services } from '../../../kit/services.ts';
import { toFormProblem } from '../../../kit/ui/index.ts';
import { stayKnown } from '../../../login/index.ts';
import { TotpPage } from './page.tsx';
import { removeTotp } from './remove-totp.ts';
import { beginSetUp, confirmSetUp, findOwnSetUp } from './set-up-totp.ts';

const here = '/account/security/totp';
const section = '#totp';

export function totpPageRoutes(services: Services): Route[] {
  const page = { kind: 'page', access: 'signed-in' } as const;

  return [
    route({ ...page, method: 'GET', path: here, handle: ({ caller, reply }) => show(caller, reply) }),
    route({
      ...page,
      method: 'POST',
      path: here,
      form: buttonOf('POST /api/me/totp'),
      async handle({ caller, reply }) {
        await beginSetUp(services, caller);
        return reply.redirect(here, 303);
      },
      refused({ refusal, reply }) {
        if (refusal.definition !== totpExists) throw refusal;
        return reply.redirect(`/account${section}`, 303);
      },
    }),
    route({
      ...page,
      method: 'POST',
      path: `${here}/confirm`,
      form: formOf('POST /api/me/totp/confirm', totpCode),
      async handle({ caller, form: { code }, request, reply }) {
        const added = await confirmSetUp(services, caller, code, request);
        stayKnown(services, reply, caller.via.session, added.securityVersion);
        const { recoveryCodes } = added;
        if (!recoveryCodes) return reply.redirect(`/account?done=totp-added${section}`, 303);
        const notice = 'Your authenticator app is in force. One thing is left: keep these codes.';
        const { username } = caller.account;
        return showCodes(services, reply, { username, codes: recoveryCodes, notice });
      },
      refused({ refusal, caller, reply }) {
        if (refusal.definition !== codeRefused && refusal.definition !== invalidRequest) throw refusal;
        return show(caller, reply, refusal);
      },
    }),
    route({
      ...page,
      method: 'POST',
      path: `${here}/remove`,
      form: buttonOf('DELETE /api/me/totp'),
      async handle({ caller, request, reply }) {
        const removed = await removeTotp(services, caller, request);
        if (removed?.was === 'in-force') {
          stayKnown(services, reply, caller.via.session, removed.securityVersion);
        }
        const done = removed && (removed.was === 'in-force' ? '?done=totp-removed' : '?done=totp-left');
        return reply.redirect(`/account${done ?? ''}${section}`, 303);
      },
    }),
  ];

  async function show(caller: Caller, reply: FastifyReply, refusal?: Problem) {
    const setUp = await findOwnSetUp(services, caller);
    if (!setUp && refusal) throw refusal;
    if (!setUp) return reply.redirect(`/account${section}`, 303);
    if (refusal) setProblemHeaders(reply, refusal);
    const view = h(TotpPage, {
      site: services.pages.site,
      viewer: { username: caller.account.username },
      ...setUp,
      qrCode: await drawQrCode(setUp.uri),
      problem: refusal && toFormProblem(refusal),
    });
    return services.pages.send(reply, view);
  }
}
