import { addableFactors } from '../../src/factors/index.ts';
import type { Played } from './stage.ts';

/** Pages that are none of their own. */
const leadElsewhere: ReadonlySet<string> = new Set([
  'GET /.well-known/change-password',
  'GET /favicon.ico',
  'GET /dev/apps/try/back',
  'GET /admin/attempts/stream',
  'GET /login/with/:provider',
  'GET /login/with/:provider/back',
]);

/** Forms whose refusal leads to another page, which says why. */
const leadBack: ReadonlySet<string> = new Set(
  addableFactors.map(({ own }) => `POST /account/security/${own?.section}`),
);

/**
 * Tells what was not rendered, each as a sentence: a page that nobody saw, a form that was never accepted, and one that
 * comes back when it is refused but never was.
 */
export function findMissing(scenes: readonly Played[]): string[] {
  const pages = new Map(
    scenes.flatMap(({ routes }) =>
      routes.flatMap((route) =>
        route.kind === 'page' ? [[`${route.method} ${route.path}`, route] as const] : [],
      ),
    ),
  );
  const met = Map.groupBy(
    scenes.flatMap(({ shots }) => shots.flatMap((shot) => shot.met)),
    ({ route }) => route,
  );
  return [...pages].flatMap(([key, route]) => {
    const statuses = (met.get(key) ?? []).map(({ status }) => status);
    const sees = (from: number, to: number) => statuses.some((status) => status >= from && status < to);
    const advice = 'Add it to a scene in scripts/render-pages/scenes/.';
    if (route.method === 'GET') {
      const isSeen = leadElsewhere.has(key) ? sees(300, 400) : sees(200, 300);
      return isSeen ? [] : [`The page ${key} was not rendered. ${advice}`];
    }
    const isRefused = !route.refused || leadBack.has(key) || sees(400, 600);
    return [
      ...(sees(200, 400) ? [] : [`The form ${key} was not accepted once. ${advice}`]),
      ...(isRefused ? [] : [`The form ${key} was not refused once. ${advice}`]),
    ];
  });
}
