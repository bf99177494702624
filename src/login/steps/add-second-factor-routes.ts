import { addableFactors } from '../../factors/index.ts';
import { operationName, type Route, route } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import { loginStep } from '../fields.ts';
import { asking } from '../requester.ts';
import { deliverStep, loggedInOrMore } from '../session/deliver.ts';
import { addSecondFactor } from './add-second-factor.ts';

/** Adds a second factor in the middle of a login, for an account that must have one and has none. */
export function addSecondFactorApiRoutes(services: Services): Route[] {
  return addableFactors.map((factor) =>
    route({
      ...loginStep,
      method: 'POST',
      path: `/api/login/:attempt/add-${factor.name}`,
      operationId: operationName('completeLoginByAdding', factor.name),
      summary: `Complete a login by adding ${services.words[factor.name].thing}`,
      description: `For the step \`add-${factor.name}\`: the account must have a second factor, and has none. The answer has recovery codes too. Show them: they're answered once.`,
      example: factor.enrolment.example,
      body: factor.enrolment.body,
      bodyLimit: 64 * 1024,
      answers: { 200: loggedInOrMore },
      problems: factor.enrolment.problems,
      async handle({ params: { attempt }, body: made, reply }) {
        const more = { kind: 'login', format: 'json', attempt } as const;
        const { outcome, recoveryCodes } = await asking(services, reply, more, (requester) =>
          addSecondFactor(services, attempt, { factor, made }, requester),
        );
        return { ...(await deliverStep(services, reply, outcome)), ...(recoveryCodes && { recoveryCodes }) };
      },
    }),
  );
}
