import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { ConfigError, loadConfig } from './index.ts';
import { isServiceLink } from './service-links.ts';

const load = (env: Record<string, string>) => loadConfig({ mode: 'development', env, cwd: tmpdir() });

/** As the documentation of Kubernetes lists them for a service with a named port. */
const linksOf = (prefix: string, ip: string, host = ip.includes(':') ? `[${ip}]` : ip) => ({
  [`${prefix}_SERVICE_HOST`]: ip,
  [`${prefix}_SERVICE_PORT`]: '80',
  [`${prefix}_SERVICE_PORT_HTTP`]: '80',
  [`${prefix}_SERVICE_PORT_HTTP_METRICS`]: '9090',
  [`${prefix}_PORT`]: `tcp://${host}:80`,
  [`${prefix}_PORT_80_TCP`]: `tcp://${host}:80`,
  [`${prefix}_PORT_80_TCP_PROTO`]: 'tcp',
  [`${prefix}_PORT_80_TCP_PORT`]: '80',
  [`${prefix}_PORT_80_TCP_ADDR`]: ip,
  [`${prefix}_PORT_53_UDP`]: `udp://${host}:53`,
});

describe('what Kubernetes puts beside a service', () => {
  test.each([
    ['LATCHKEY', '10.96.0.12'],
    ['LATCHKEY_DB', '10.96.0.13'],
    ['LATCHKEY_PORT_AUTHORITY', '10.96.0.14'],
    ['LATCHKEY_V6', 'fd00::12'],
  ])('%s is passed over', async (prefix, ip) => {
    const links = Object.entries(linksOf(prefix, ip));
    expect(links.filter(([name, value]) => !isServiceLink(name, value))).toEqual([]);
    const { config } = await load(Object.fromEntries(links));
    expect(config.port).toBe(5000);
  });

  test('a port that somebody chose counts', async () => {
    expect((await load({ LATCHKEY_PORT: '5001' })).config.port).toBe(5001);
  });

  test.each([
    ['LATCHKEY_SERVICE_HOST', 'login.example.com'],
    ['LATCHKEY_DB_SERVICE_PORT', 'five'],
    ['LATCHKEY_PORT', 'tcp:5000'],
    ['LATCHKEY_DATABASE_PORT', '5432'],
    ['LATCHKEY_SESSION_IDEL', '30m'],
  ])('%s=%s is none, and is told', async (name, value) => {
    expect(isServiceLink(name, value)).toBe(false);
    await expect(load({ [name]: value })).rejects.toThrow(ConfigError);
  });
});
