import {
  codeRequest,
  introspectionRequest,
  keysRequest,
  refreshRequest,
  revocationRequest,
  userinfoRequest,
} from './requests.ts';
import type { Run } from './run.ts';
import type { AppRequest, Exchange, Moment } from './send.ts';

/** What the token endpoint answers (RFC 6749 section 5.1). */
export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly id_token: string;
}

/** The tokens of an answer; undefined where it has none. */
export function tokensIn({ status, body }: Exchange): Tokens | undefined {
  return status === 200 && body !== '' ? (JSON.parse(body) as Tokens) : undefined;
}

/**
 * All that the demo app does with a code, in order. It ends by revoking what it got, so that nothing of what the page shows works any
 * more; where something is used twice on purpose, this server has revoked it all by itself.
 */
export async function play(
  run: Run,
  code: string,
  { publicUrl, ask }: { publicUrl: string; ask: (moment: Moment, request: AppRequest) => Promise<Exchange> },
): Promise<readonly Exchange[]> {
  const { fault, resource } = run.choice;
  const done: Exchange[] = [];
  const tell = async (moment: Moment, request: AppRequest) => {
    const exchange = await ask(moment, request);
    done.push(exchange);
    return tokensIn(exchange);
  };
  // A token for an API opens nothing here.
  const isForHere = resource === '';
  const redeem = codeRequest(run, code, publicUrl);

  const first = await tell('token', redeem);
  if (!first) return done;
  await tell('keys', keysRequest);
  if (fault === 'code') {
    await tell('token-again', redeem);
    if (isForHere) await tell('after', userinfoRequest(first.access_token));
    return done;
  }
  if (isForHere) {
    await tell('userinfo', userinfoRequest(first.access_token));
    await tell('introspect', introspectionRequest(run, first.access_token));
  }
  const renew = refreshRequest(run, first.refresh_token);
  const renewed = await tell('refresh', renew);
  if (!renewed) return done;
  if (fault === 'refresh') await tell('refresh-again', renew);
  else await tell('revoke', revocationRequest(run, renewed.refresh_token));
  if (isForHere) await tell('after', userinfoRequest(renewed.access_token));
  return done;
}
