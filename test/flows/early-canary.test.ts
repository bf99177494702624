import { expect, test } from 'vitest';
import { eachApp, type TestApp } from '../support/app.ts';
import type { Extras } from '../support/browser-of.ts';
import { everyRow } from '../support/every-row.ts';

const production = {
  mode: 'production',
  publicUrl: 'https://login.example.com',
  log: { level: 'trace' },
} as const;
const canary = 'canaryofearly';

async function partsOf({ services, database }: TestApp): Promise<string[]> {
  await services.trails.flush();
  const rows = await everyRow(database);
  return rows.filter(({ table }) => table === 'trail_parts').map(({ text }) => text);
}

/** Requests that are refused early, with something to hide in each place that a client writes. */
const hiding: Readonly<Record<string, Extras>> = {
  'the user of an origin': { headers: { origin: `https://u:${canary}@a.example` } },
  'the path of an origin': { headers: { origin: `https://a.example/${canary}` } },
  'the query of an origin': { headers: { origin: `https://a.example?token=${canary}` } },
  'the name of a field': { raw: JSON.stringify({ [canary]: 1 }) },
  'another field': { raw: JSON.stringify({ username: canary, password: 5 }) },
  'what is no JSON': { raw: `{"password":"${canary}` },
  'a media type': { raw: canary, headers: { 'content-type': `text/${canary}` } },
  'a coding': { raw: '{}', headers: { 'content-encoding': canary, 'content-type': 'application/json' } },
  'a host': { raw: '{}', headers: { host: `${canary}:1@x` } },
};

eachApp('requests that are refused early', (open) => {
  test.each(Object.entries(hiding))('V16.2.5 tell no trail and no log %s', async (_where, extras) => {
    const app = await open.anew(production);
    const before = (await partsOf(app)).length;
    const answer = await app.browser().post('/api/login', undefined, extras);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    const parts = await partsOf(app);
    expect(parts.length, 'the honest twin: it has left a trail').toBe(before + 1);
    expect([...parts, ...app.log].join('\n')).not.toContain(canary);
  });

  test('V16.2.5 tell no trail and no log what a preflight asks for', async () => {
    const app = await open.anew(production);
    const headers = {
      origin: 'https://a.example',
      'access-control-request-method': canary,
      'access-control-request-headers': canary,
    };
    const answer = await app.browser().send('OPTIONS', '/api/login', undefined, { headers });
    expect(answer.headers['latchkey-attempt']).toMatch(/^att_/);
    expect([...(await partsOf(app)), ...app.log].join('\n')).not.toContain(canary);
  });

  test('another site is not let read the support code', async () => {
    const { browser } = await open.anew(production);
    const headers = { origin: 'https://evil.example' };
    const answer = await browser().post('/api/login', {}, { headers });
    expect(answer.headers['latchkey-attempt']).toMatch(/^att_/);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect(answer.headers['access-control-expose-headers']).toBeUndefined();
  });
});
