import { h } from 'preact';
import { isoTime } from '../../kit/clock.ts';
import { type Route, route } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import { HomePage } from './pages.tsx';

export function homeRoutes({ config, pages }: Services): Route[] {
  return [
    route({
      method: 'GET',
      path: '/',
      kind: 'page',
      access: 'visitor',
      handle({ caller, reply }) {
        const session = caller?.session;
        const page = h(HomePage, {
          site: pages.site,
          baseUrl: config.publicUrl,
          ...(session && {
            viewer: { username: session.username },
            sessionExpiresAt: isoTime(session.idle_expires_at),
          }),
        });
        return pages.send(reply, page);
      },
    }),
  ];
}
