import type { FastifyRequest } from 'fastify';
import type { UseCaseServices } from '../../../factors/index.ts';
import { replaceCodes } from '../../../factors/recovery-code/index.ts';
import type { Caller } from '../../../kit/http/index.ts';
import { problem } from '../../../kit/problem.ts';
import { hasSecondFactor } from '../../../login/index.ts';
import { bySession } from '../../../login/prove/index.ts';
import { act } from '../../../people/act/index.ts';
import { noSecondFactor } from '../problems.ts';

/** Gives the caller ten new recovery codes; the old ones die. Throws `proof-required` and `no-second-factor`. */
export function replaceRecoveryCodes(
  services: UseCaseServices,
  caller: Caller,
  request: FastifyRequest,
): Promise<{ readonly codes: string[]; readonly securityVersion: number | undefined }> {
  const { id } = caller.account;
  return act(services, bySession(services, caller, request), 'recovery-codes-replaced', {
    async change(tx, { now }) {
      if (!(await hasSecondFactor(tx, id))) throw problem(noSecondFactor);
      return { value: await replaceCodes(tx, id, now), events: [{ type: 'recovery-codes-replaced' }] };
    },
    finish: (_tx, { value: codes, securityVersion }) => ({ codes, securityVersion }),
  });
}
