import type { Services } from '../../../kit/services.ts';
import type { ExplainedTrail } from '../../../login/index.ts';
import type { AppCause } from '../../../people/trails/index.ts';
import { findShownTrail } from '../../trails/index.ts';
import { type Check, checkIdToken } from './check-id-token.ts';
import type { Fault } from './choice.ts';
import { type Jwt, type PublicJwk, readJwt } from './jwt.ts';
import { tokensIn } from './play.ts';
import { authorizationOf } from './requests.ts';
import type { Run, Told } from './run.ts';
import type { Exchange } from './send.ts';

/** A request of the app with what this server noted of it. */
export interface ShownExchange extends Exchange {
  readonly trail: ExplainedTrail | undefined;
}

/** A run as its page shows it. */
export interface ShownRun extends Pick<Told, 'back'> {
  readonly fault: Fault;
  /** Who signed in, where the app was told. */
  readonly username: string | undefined;
  /** What the browser took here, by name. */
  readonly sent: Readonly<Record<string, string>>;
  readonly meanwhile: readonly ExplainedTrail[];
  readonly exchanges: readonly ShownExchange[];
  readonly idToken: (Jwt & { readonly checks: readonly Check[] }) | undefined;
  /** One for an API; one for this server can't be read. */
  readonly accessToken: Jwt | undefined;
  /** What was refused first, and whether it is what was done wrong on purpose; undefined where everything went well. */
  readonly refusal: { readonly trail: ExplainedTrail | undefined; readonly isMeant: boolean } | undefined;
}

/** Reads what a run was told. */
export async function readTold(
  services: Services,
  { choice, told, nonce, ...run }: Run & { told: Told },
): Promise<ShownRun> {
  const { publicUrl } = services.config;
  const find = (id: string | undefined) => (id === undefined ? undefined : findShownTrail(services, id));
  const meanwhile: ExplainedTrail[] = [];
  for (const id of told.meanwhile) meanwhile.push(...[(await find(id)) ?? []].flat());
  const exchanges: ShownExchange[] = [];
  for (const one of told.exchanges) exchanges.push({ ...one, trail: await find(one.trailId) });
  const bodyOf = (moment: Exchange['moment']) =>
    JSON.parse(
      exchanges.find((one) => one.moment === moment && one.status === 200)?.body || '{}',
    ) as Answered;

  const first = exchanges.find(({ moment }) => moment === 'token');
  const tokens = first && tokensIn(first);
  const { keys = [] } = bodyOf('keys');
  const idToken = tokens && readJwt(tokens.id_token);
  const expected = { keys, issuer: publicUrl, nonce, now: first?.at ?? 0 };
  const refused = exchanges.find(({ moment, status }) => status >= 400 && moment !== 'after');
  const trail = refused ? refused.trail : meanwhile.at(-1);
  const isMeant = causesIn(trail).includes(causeOf[choice.fault]);
  return {
    fault: choice.fault,
    ...(told.back && { back: told.back }),
    username: bodyOf('userinfo').preferred_username,
    sent: authorizationOf({ choice, told, nonce, ...run }, publicUrl),
    meanwhile,
    exchanges,
    idToken: idToken && { ...idToken, checks: checkIdToken(tokens.id_token, expected) },
    accessToken: tokens && readJwt(tokens.access_token),
    refusal: refused || told.back?.code === undefined ? { trail, isMeant } : undefined,
  };
}

/** By what each thing that is done wrong is known in a trail. */
const causeOf: Readonly<Record<Fault, AppCause | undefined>> = {
  '': undefined,
  redirect: 'redirect',
  challenge: 'pkce-missing',
  secret: 'wrong-secret',
  verifier: 'wrong-verifier',
  code: 'code-used',
  refresh: 'refresh-used',
};

const causesIn = (shown: ExplainedTrail | undefined): readonly (AppCause | undefined)[] =>
  (shown?.trail.parts ?? [])
    .flatMap(({ steps }) => steps)
    .flatMap((step) => (step.code === 'app-refused' ? [step.cause] : []));

interface Answered {
  readonly keys?: readonly PublicJwk[];
  readonly preferred_username?: string;
}
