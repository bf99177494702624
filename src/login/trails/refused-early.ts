import type { FastifyRequest } from 'fastify';
import { addressKey, clientOf, type Refused, routeOf } from '../../kit/http/index.ts';
import type { Problem, RefusalCause } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { faultyField, type StepWith, type TrailKind } from '../../people/trails/index.ts';
import { createEarlyAllowance } from './early-allowance.ts';
import { attemptOf, hasPasswordInUrl, nameAttempt } from './in-trail.ts';

type Cause = StepWith<'refused-early'>['cause'];

/**
 * Leaves a trail of a request that was meant to begin or go on with an attempt, and was refused before its handler had
 * one: for the page or host that sent it, for its form, or because the database is away. The answer names it, so that
 * whoever looks for the reason finds it. Call it with every refusal, before that is answered.
 */
export function createEarlyTrails(
  services: Pick<Services, 'config' | 'clock' | 'trails' | 'isAllowedOrigin'>,
): (refused: Refused) => void {
  const mayKeep = createEarlyAllowance(services.clock);
  return (refused) => {
    const { refusal, request, reply, trouble } = refused;
    const kind = attemptOf(reply) === undefined ? kindOf(request) : undefined;
    if (kind === undefined) return;
    const cause = causeOf(refusal);
    const isFault = trouble !== undefined || refusal.status === 500;
    if (cause === undefined && !isFault) return;
    const { address } = clientOf(request);
    if (!mayKeep(addressKey(address))) return;
    const received = { kind, format: formatOf(request), address } as const;
    // Of its own, also beside an attempt: who sent it has not shown to hold that, and knows its name at most.
    const trail = services.trails.begin(received);
    nameAttempt(reply, trail.id);
    if (hasPasswordInUrl(request)) trail.note({ code: 'password-in-url' });
    if (cause === undefined || trouble !== undefined) {
      trail.noteError(refused.error);
      trail.end('failed');
    } else {
      trail.note({
        code: 'refused-early',
        cause,
        origin: request.headers.origin,
        ...faultyField(refusal),
      } as Step);
      trail.end('refused');
    }
  };
}

type Step = StepWith<'refused-early'>;

/** What is tried at an address, whatever route is there: one that is added later is among them. */
const kinds: readonly (readonly [RegExp, TrailKind])[] = [
  [/^(\/api)?\/register(\/|$)/, 'register'],
  [/^(\/api)?\/login(\/|$)/, 'login'],
  [/^(\/api)?\/recover(\/|$)/, 'recover'],
  [/^(\/api)?\/email\/verify$/, 'verify-email'],
  [/^(\/invitation|\/api\/invitations\/accept)$/, 'register'],
  [/^\/api\/me\/invitations$/, 'invitation'],
  [/^(\/api\/reauthenticate|\/account\/prove)$/, 'prove'],
];

function kindOf(request: FastifyRequest): TrailKind | undefined {
  const { url = '' } = routeOf(request);
  return kinds.find(([path]) => path.test(url))?.[1];
}

const causes: Readonly<Record<string, Cause>> = {
  'forbidden-origin': 'origin',
  'malformed-request': 'malformed',
  'unsupported-media-type': 'content-type',
  'body-too-large': 'too-large',
  'data-too-large': 'too-large',
  'other-account': 'form-owner',
  'other-login': 'form-owner',
};

function causeOf({ code, options }: Problem): Cause | undefined {
  if (options.cause !== undefined) return options.cause satisfies RefusalCause;
  if (code === 'invalid-request') return causeOfInvalid(options);
  return causes[code];
}

function causeOfInvalid({ errors }: Problem['options']): Cause {
  const [first] = errors ?? [];
  if (first === undefined) return 'malformed-body';
  return first.pointer === '' && first.code === 'type' ? 'not-an-object' : 'schema';
}

/** How a request came whose handler has not been reached. */
export function formatOf(request: FastifyRequest): StepWith<'received'>['format'] {
  if (request.refusal?.options.cause === 'workshop') return 'query';
  return routeOf(request).kind === 'api' ? 'json' : 'form';
}
