import { expect, test } from 'vitest';
import { eachApp } from '../../../test/support/app.ts';
import { allRoutes } from '../../server.ts';

const html = { headers: { accept: 'text/html' } };

eachApp('the reference of the API', (open) => {
  test('V3.4.3 in production is a page without scripts of its own that shows every request and its answers', async () => {
    const app = await open({ mode: 'production', publicUrl: 'https://login.example.com' });
    const page = await app.browser().get('/reference', html);
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('scalar');
    const { paths } = JSON.parse((await app.browser().get('/openapi.json')).text) as {
      paths: Record<string, Record<string, { operationId: string; responses: object }>>;
    };
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
    );
    expect(operations.length).toBeGreaterThan(25);
    for (const { path, method, operationId, responses } of operations) {
      const [, section = ''] = page.text.split(`id="${operationId}"`);
      expect(section, operationId).toContain(`${method.toUpperCase()} ${path}`);
      const answers = section.split('</dl>')[0];
      for (const status of Object.keys(responses))
        expect(answers, operationId).toContain(`<dt>${status}</dt>`);
    }
    expect(page.text).toContain('<code>newPassword</code> string, required');
  });

  test('V3.4.3 no page of production allows anything unsafe, and of development the console alone', async () => {
    for (const [mode, publicUrl, allowed] of [
      ['production', 'https://login.example.com', []],
      ['development', 'http://localhost:5000', ['/reference']],
    ] as const) {
      const app = await open({ mode, publicUrl });
      const unsafe: string[] = [];
      for (const { path } of allRoutes(app.services, '').filter(({ method }) => method === 'GET')) {
        const { headers } = await app.browser().get(path.replaceAll(/:\w+/g, 'nothing'), html);
        if (headers['content-security-policy']?.includes('unsafe')) unsafe.push(path);
      }
      expect(unsafe).toEqual(allowed);
    }
  });
});
