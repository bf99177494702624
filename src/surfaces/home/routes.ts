import { h } from 'preact';
import { isoTime } from '../../kit/clock.ts';
import { type Route, route } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import { viewerOf } from '../../people/sessions/index.ts';
import { HomePage } from './pages.tsx';

export function homeRoutes({ config, pages }: Services): Route[] {
  return [
    route({
      method: 'GET',
      path: '/',
      kind: 'page',
      access: 'visitor',
      impersonated: true,
      handle({ caller, reply }) {
        const { appUrl, mode } = config;
        if (appUrl !== '' && mode === 'production') return pages.leaveTo(reply, appUrl);
        if (!config.pages.home) return reply.redirect(caller ? '/account' : '/login', 303);
        const page = h(HomePage, {
          site: pages.site,
          baseUrl: config.publicUrl,
          viewer: viewerOf(caller),
          ...(caller && { idleExpiresAt: isoTime(caller.via.session.idle_expires_at) }),
        });
        return pages.send(reply, page);
      },
    }),
  ];
}
