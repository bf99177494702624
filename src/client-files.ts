import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';

/** What `npm run build` makes of clients/js for pages that install nothing. */
const files = ['client.js', 'element.js'];

/**
 * Serves the client at `/client.js`, and the element beside it. Any page may import them: they hold no secret, and what they
 * ask for is judged by the origin of the page. Their addresses stay, so a browser asks after an hour whether they have changed.
 */
export function serveClient(app: FastifyInstance, assetsDir: string): void {
  const root = join(assetsDir, '../client');
  for (const file of files) {
    app.route({
      method: ['GET', 'HEAD'],
      url: `/${file}`,
      handler(_request, reply) {
        reply.removeHeader('access-control-allow-credentials');
        reply.header('access-control-allow-origin', '*');
        reply.header('cross-origin-resource-policy', 'cross-origin');
        return reply.sendFile(file, root, { maxAge: '1h', immutable: false });
      },
    });
    app.allowedMethods.add({ path: `/${file}`, allow: 'GET, HEAD' });
  }
}
