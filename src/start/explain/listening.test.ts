import { afterEach, expect, test, vi } from 'vitest';
import { explainListening } from './listening.ts';

afterEach(() => vi.unstubAllEnvs());

test.each([
  ['EADDRINUSE', 5000, 'Stop the program that uses it, or choose another port: npm start -- --port 5001'],
  ['EADDRINUSE', 65_535, 'Stop the program that uses it, or choose another port: npm start -- --port 65534'],
  ['EACCES', 80, 'Choose a port above 1023: npm start -- --port 5000'],
  ['EADDRNOTAVAIL', 5000, 'Choose another address: npm start -- --host 127.0.0.1'],
])('%s of port %i is answered with the command to type', (code, port, fix) => {
  vi.stubEnv('npm_lifecycle_event', 'start');
  const start = { mode: 'development', flags: {} } as const;
  const error = explainListening(
    start,
    { host: '203.0.113.1', port },
    Object.assign(new Error(code), { code }),
  );
  expect(error.message.split('\n')[1]).toBe(fix);
});

test('another error stays what it is', () => {
  const error = new Error('something else');
  expect(explainListening({ mode: 'production', flags: {} }, { host: '::1', port: 1 }, error)).toBe(error);
});
