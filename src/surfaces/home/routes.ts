import { h } from 'preact';
import { isoTime } from '../../kit/clock.ts';
import { type Route, route } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import { type SessionRow, viewerOf } from '../../people/sessions/index.ts';
import { HomePage } from './pages.tsx';

export function homeRoutes({ config, pages }: Services): Route[] {
  return [
    route({
      method: 'GET',
      path: '/',
      kind: 'page',
      access: 'visitor',
      handle({ caller, reply }) {
        const { appUrl, mode } = config;
        if (appUrl !== '' && mode === 'production') return pages.leaveTo(reply, appUrl);
        if (!config.pages.home) return reply.redirect(caller ? '/account' : '/login', 303);
        const page = h(HomePage, {
          site: pages.site,
          baseUrl: config.publicUrl,
          viewer: viewerOf(caller),
          ...(caller && { sessionEnds: endsOf(caller.via.session) }),
        });
        return pages.send(reply, page);
      },
    }),
  ];
}

function endsOf(session: Pick<SessionRow, 'expires_at' | 'idle_expires_at'>) {
  return { at: isoTime(session.expires_at), idleAt: isoTime(session.idle_expires_at) };
}
