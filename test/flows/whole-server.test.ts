import { expect, test } from 'vitest';
import { eachApp } from '../support/app.ts';
import { rawBytes } from '../support/raw-request.ts';

eachApp('a request that names no path but "*"', (open) => {
  test.each(['development', 'production'] as const)(
    'V4.1.4 asks what the whole server takes, by OPTIONS alone (RFC 9112 section 3.2.4) (%s)',
    async (mode) => {
      const { app, log } = await open({ mode });
      const url = await app.listen({ host: '127.0.0.1', port: 0 });
      const ask = (method: string, rest = '') =>
        rawBytes(url, `${method} * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${rest}\r\n`);
      const answer = await ask('OPTIONS');
      expect(answer).toMatch(/^HTTP\/1.1 204 /);
      expect(answer).toContain('\r\nallow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n');
      for (const method of ['GET', 'HEAD', 'POST', 'DELETE', 'TRACE']) {
        const refused = await ask(method, method === 'POST' ? 'Content-Length: 0\r\n' : '');
        expect(refused, method).toMatch(/^HTTP\/1.1 400 /);
        if (method !== 'HEAD') expect(refused, method).toContain('"code":"malformed-request"');
      }
      expect(await ask('GET', 'Accept: text/html\r\n'), 'not the front door').toMatch(/^HTTP\/1.1 400 /);
      expect(log.filter((line) => line.includes('"path":"/"'))).toEqual([]);
    },
  );
});
