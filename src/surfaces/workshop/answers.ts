import type { FastifyReply } from 'fastify';
import type { Services } from '../../kit/services.ts';
import { hasSecondFactor, mustHaveSecondFactor, proveIdentity } from '../../login/index.ts';
import { createAccount } from '../../login/register/index.ts';
import { inTrail } from '../../login/trails/index.ts';
import { findData, recordLogin } from '../../people/accounts/index.ts';
import { waitsForProof } from '../../people/emails/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import { readWorkshopQuery } from './query.ts';

/** A line of text, as the workshop's server answered. */
export interface TextAnswer {
  readonly status: number;
  readonly text: string;
}

export const registerExample = 'POST /register?username=ada&password=secret&data=hello';
export const loginExample = 'GET /login?username=ada&password=secret';

/** `POST /register?username=…&password=…&data=…` */
export async function answerRegister(services: Services, reply: FastifyReply): Promise<TextAnswer> {
  const { workshop: words } = services.words;
  const query = readWorkshopQuery(reply.request.url);
  if (!query) return { status: 400, text: words.notUtf8 };
  const { username, password, data = '' } = query;
  if (!username) return { status: 400, text: words.missing('username', registerExample) };
  if (!password) return { status: 400, text: words.missing('password', registerExample) };
  const wanted = { username, password, data, rules: 'workshop' as const };
  await inTrail(services, reply, { kind: 'register', format: 'query' }, (requester) =>
    createAccount(services, wanted, requester, async () => {}),
  );
  return { status: 200, text: 'Success' };
}

/** `GET /login?username=…&password=…`: answers the data and opens no session, since a GET changes nothing. */
export async function answerLogin(services: Services, reply: FastifyReply): Promise<TextAnswer> {
  const { request } = reply;
  const { workshop: words } = services.words;
  const query = readWorkshopQuery(request.url);
  if (!query) return { status: 400, text: words.notUtf8 };
  const { username, password } = query;
  if (!username) return { status: 400, text: words.missing('username', loginExample) };
  if (!password) return { status: 400, text: words.missing('password', loginExample) };
  const credentials = { username, password, mayChallenge: false };
  return inTrail(services, reply, { kind: 'login', format: 'query' }, ({ client, trail }) =>
    proveIdentity(services, credentials, { client, request, trail }, async (tx, { account }) => {
      // This request can carry a password alone, and no other way in may be the one that leaves out a factor.
      if (await hasSecondFactor(tx, account.id)) return { status: 403, text: words.secondFactorAsked };
      if (await mustHaveSecondFactor(tx, services.config, account.id))
        return { status: 403, text: words.secondFactorMissing };
      if (await waitsForProof(tx, services.config, account.id))
        return { status: 403, text: words.addressUnproved };
      const now = services.clock();
      await recordLogin(tx, account.id, now);
      await recordEvent(tx, { type: 'login-succeeded', accountId: account.id, client, at: now });
      const row = await findData(tx, account.id);
      return { status: 200, text: asText(row?.data ?? '""') };
    }),
  );
}

/** Data of the workshop's requests is a text and comes back as it is; what the API has stored comes as JSON. */
function asText(json: string): string {
  const data: unknown = JSON.parse(json);
  return typeof data === 'string' ? data : json;
}

/** A learner's slip: the right address by the wrong method, which would get the page's HTML. */
export function answerWrongMethod({ words }: Services, sent: string, example: string): TextAnswer {
  return { status: 400, text: words.workshop.wrongMethod(sent, example) };
}
