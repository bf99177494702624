import { h } from 'preact';
import { queryOf, type Route, route } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import { cookieFaultOf } from '../../people/sessions/index.ts';
import { readTrailId } from '../../people/trails/index.ts';
import { nameAttempt } from '../trails/index.ts';
import type { Ways } from '../ways.ts';
import { CookieMissingPage } from './complete-page.tsx';

/**
 * The last stop of a sign-in on a page, which leads on to where it was to lead: here it shows whether the browser has
 * brought back the cookie of its session. The code in the address is what support knows the attempt by, and no secret.
 */
export function completePageRoutes({ config, pages }: Services, { next }: Pick<Ways, 'next'>): Route[] {
  const { site } = pages;
  const { publicUrl } = config;
  return [
    route({
      method: 'GET',
      path: '/login/complete',
      kind: 'page',
      access: 'visitor',
      handle({ caller, request, reply }) {
        const query = queryOf(request);
        const wanted = next(query.get('next') ?? undefined);
        if (caller) return pages.leaveTo(reply, wanted);
        const attempt = readTrailId(query.get('attempt') ?? '');
        if (attempt !== undefined) nameAttempt(reply, attempt);
        const fault = cookieFaultOf(request, config);
        return pages.send(reply, h(CookieMissingPage, { site, publicUrl, fault, next: wanted }));
      },
    }),
  ];
}
