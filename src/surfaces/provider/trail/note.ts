import type { AppCause, StepWith, TrailRecorder } from '../../../people/trails/index.ts';
import type { Asking } from '../asking.ts';
import { causeOf } from './causes.ts';

/** Notes which app it was and, where it was refused, why; in what order the provider looks. */
export function noteAsking(trail: TrailRecorder, here: Asking): void {
  if (here.accountId !== undefined) trail.account(here.accountId);
  const { app } = here;
  const cause = causeFor(here);
  if (app) trail.note({ code: 'app-found', known: true, app: app.name });
  else if (cause === 'unknown-app' || here.cause) trail.note({ code: 'app-found', known: false });
  if (cause === 'redirect' && here.redirect) {
    trail.note({ code: 'app-redirect', ...differenceOf(here.redirect.asked, here.redirect.registered) });
  }
  const resource = cause === 'resource-unknown' ? here.resource : undefined;
  if (cause) trail.note({ code: 'app-refused', cause, ...(resource !== undefined && { resource }) });
}

/** Why a request was refused; undefined if it wasn't. */
export function causeFor({ isTooMany, refusal, cause }: Asking): AppCause | undefined {
  if (isTooMany) return 'too-many-secrets';
  return refusal && (cause ?? causeOf(refusal));
}

type Difference = Omit<StepWith<'app-redirect'>, 'code'>;

const parts = ['scheme', 'host', 'port', 'path', 'query'] as const;

/** Where a redirect address begins to differ from the registered one that is nearest to it. */
export function differenceOf(asked: string, registered: readonly string[]): Difference {
  const wanted = partsOf(asked);
  let nearest: { at: number; known: readonly string[] } | undefined;
  for (const address of registered) {
    const known = partsOf(address);
    if (!wanted || !known) continue;
    const at = known.findIndex((part, index) => part !== wanted[index]);
    if (at > (nearest?.at ?? -1)) nearest = { at, known };
  }
  if (!wanted || !nearest) return { part: 'everything' };
  const { at, known } = nearest;
  const part = parts[at] ?? 'everything';
  // What a query holds is nobody's business here.
  return part === 'query' ? { part } : { part, asked: wanted[at], registered: known[at] };
}

function partsOf(address: string): readonly string[] | undefined {
  const url = URL.parse(address);
  if (!url) return undefined;
  // As it was written: `new URL` would add the slash that is missing.
  const path = /^[^?#]*?:\/\/[^/?#]*([^?#]*)/.exec(address)?.[1] ?? url.pathname;
  const port = url.port === '' ? 'none' : url.port;
  return [url.protocol, url.hostname, port, path === '' ? 'none' : path, url.search];
}
