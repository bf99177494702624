import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { configSchema } from './index.ts';
import { listKeys } from './keys.ts';
import { readValue } from './readers.ts';

/** The value that a key gets from a variable, or the sentence's end that refuses it. */
function fromText(name: string, value: string): unknown {
  return read(name, { value, isText: true, base: tmpdir() });
}

/** The same from a configuration file. */
function fromFile(name: string, value: unknown): unknown {
  return read(name, { value, isText: false, base: tmpdir() });
}

function read(name: string, raw: Parameters<typeof readValue>[1]): unknown {
  const key = listKeys(configSchema).find((one) => one.name === name);
  if (!key) throw new Error(`no key ${name}`);
  const reading = readValue(key, raw);
  return 'value' in reading ? reading.value : `must ${reading.must}`;
}

const refusal = expect.stringMatching(/^must /);

test.each(listKeys(configSchema))('the default of $name is a value that it accepts', ({ name, initial }) => {
  expect(fromFile(name, initial)).not.toEqual(refusal);
});

describe('whole numbers', () => {
  test.each(['', ' 5000', '5e3', '0x10', '5000.5', '-1', '65536', '+1', '٣'])(
    'V1.4.2 %j is no port',
    (text) => {
      expect(fromText('port', text)).toBe('must be a whole number from 0 to 65535');
    },
  );

  test('a variable is a text, a file has numbers', () => {
    expect([fromText('port', '0'), fromText('port', '65535'), fromFile('port', 80)]).toEqual([0, 65_535, 80]);
    expect(fromFile('port', '80')).toEqual(refusal);
    expect(fromFile('hash.memory', 1.5)).toBe('must be a whole number from 8 to 4194304 (KiB)');
  });
});

test('processes are counted, or one per core', () => {
  expect([fromText('server.workers', '4'), fromFile('server.workers', 64)]).toEqual([4, 64]);
  expect(fromText('server.workers', 'auto')).toBe(Math.min(availableParallelism(), 64));
  for (const wrong of ['0', '65', '1.5', 'all', ''])
    expect(fromText('server.workers', wrong)).toBe('must be "auto" or a whole number from 1 to 64');
  expect(fromFile('server.workers', '4')).toEqual(refusal);
});

describe('links', () => {
  test.each([
    ['links.terms', 'https://tea.example/terms#all', 'https://tea.example/terms#all'],
    ['links.support', 'https://tea.example/help', 'https://tea.example/help'],
    ['links.support', 'mailto:help@tea.example', 'mailto:help@tea.example'],
    ['links.support', 'mailto:help@tea.example?subject=Help', 'mailto:help@tea.example?subject=Help'],
    ['publicUrl', 'HTTPS://Login.Tea.example/', 'https://login.tea.example'],
  ])('%s takes %s', (name, text, value) => {
    expect(fromText(name, text)).toBe(value);
  });

  test.each(['mailto:', 'mailto:?subject=Help', 'mailto:help', 'mailto:@tea.example', 'mailto:a@b.c,d@e.f'])(
    '%s leads to nobody',
    (text) => {
      expect(fromText('links.support', text)).toMatch(
        /or an email address such as mailto:help@example\.com$/,
      );
    },
  );

  const withUrl = [
    'appUrl',
    'publicUrl',
    'links.terms',
    'links.privacy',
    'links.support',
    'telemetry.otlpUrl',
  ];
  const empty = [
    'https://',
    'https:',
    'https:///terms',
    'https:tea.example',
    'https://?a',
    'https://.',
    'tea.example',
  ];
  test.each(withUrl.flatMap((name) => empty.map((text) => [name, text] as const)))(
    '%s refuses %s, which names no host',
    (name, text) => {
      expect(fromText(name, text)).toMatch(/^must be a URL that starts with https:\/\//);
    },
  );
});

describe('durations', () => {
  test.each([
    ['30s', 30_000],
    ['400d', 34_560_000_000],
    ['401d', 'must be from 1s to 400d'],
    ['0s', 'must be from 1s to 400d'],
    ['60', 'must be a duration such as 30s, 15m, 1h or 7d'],
  ])('%s becomes %s', (text, value) => {
    expect(fromText('session.idle', text)).toBe(value);
  });

  test('a bare number is refused, because its unit would be a guess', () => {
    expect(fromFile('session.idle', 3600)).toEqual(refusal);
  });
});

describe('lists', () => {
  test('a variable is cut at commas', () => {
    expect(fromText('username.reserved', ' boss, ,staff ')).toEqual(['boss', 'staff']);
    expect(fromText('trustedProxies', '')).toEqual([]);
    expect(fromFile('username.reserved', 'boss')).toEqual(refusal);
    expect(fromFile('username.reserved', ['boss', 1])).toEqual(refusal);
  });

  test('addresses are IPv4 or IPv6, with or without a range', () => {
    const addresses = ['10.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8'];
    expect(fromText('trustedProxies', addresses.join(','))).toEqual(addresses);
  });

  test.each([
    'localhost',
    '10.0.0.0/33',
    '::/129',
    '10.0.0',
    '10.0.0.0/',
    '0.0.0.0/00',
    '10.0.0.0/08',
    '::/000',
    '10.0.0.0/+8',
    '10.0.0.0/ 8',
    '10.0.0.1/8/8',
    'fe80::1%eth0',
  ])('%s is no address', (text) => {
    expect(fromText('trustedProxies', text)).toEqual(refusal);
  });
});

describe('hosts', () => {
  test.each([
    ['Grafana.LAN', 'grafana.lan'],
    ['grafana.lan:3000', 'grafana.lan:3000'],
    ['10.0.0.7', '10.0.0.7'],
    ['[FD00:0::7]:8443', '[fd00::7]:8443'],
  ])('%s is kept as %s', (given, kept) => {
    expect(fromText('apps.privateHosts', given)).toEqual([kept]);
  });

  test.each([
    'https://grafana.lan',
    'grafana.lan/path',
    '*.lan',
    'me@grafana.lan',
    'grafana.lan:99999',
    '10.0.0.0/8',
    'fd00::7',
    '',
  ])('%j is refused', (given) => {
    expect(fromFile('apps.privateHosts', [given])).toEqual(refusal);
  });
});

describe('origins', () => {
  test.each([
    ['https://app.example.com', 'https://app.example.com'],
    ['HTTPS://App.Example.com:443', 'https://app.example.com'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['capacitor://localhost', 'capacitor://localhost'],
  ])('%s is kept as %s', (given, kept) => {
    expect(fromText('allowedOrigins', given)).toEqual([kept]);
  });

  test.each([
    'null',
    '*',
    'https://*.example.com',
    'https://app.example.com/',
    'https://app.example.com/path',
    'https://app.example.com?query',
    'https://me@app.example.com',
    'app.example.com',
    'https://',
  ])('%s is refused', (given) => {
    expect(fromText('allowedOrigins', given)).toEqual(refusal);
  });
});

describe('the public address', () => {
  test.each([
    ['https://login.example.com/', 'https://login.example.com'],
    ['https://Login.Example.com:443', 'https://login.example.com'],
    ['http://127.0.0.1:5000', 'http://127.0.0.1:5000'],
    ['', ''],
  ])('%s becomes %s', (given, origin) => {
    expect(fromText('publicUrl', given)).toBe(origin);
  });

  test('each part that it must not have is named', () => {
    expect(fromText('publicUrl', 'https://me:pw@example.com/login?a#b')).toBe(
      'must be only a scheme and host, without a username or password, a path (Latchkey needs its own host), a query, and a fragment',
    );
  });

  test.each(['login.example.com', 'ftp://example.com', '//example.com', 'https://'])(
    '%s is refused',
    (given) => {
      expect(fromText('publicUrl', given)).toEqual(refusal);
    },
  );
});

test.each([
  ['127.0.0.1', true],
  ['::1', true],
  ['login-1.internal', true],
  ['', false],
  ['[::1]', false],
  ['999.1.1.1', false],
  ['a host', false],
  ['http://localhost', false],
])('host %j: %s', (host, isHost) => {
  expect(fromText('host', host)).toEqual(isHost ? host : refusal);
});

test.each([
  ['postgres://app@db/latchkey', true],
  ['postgresql:///latchkey?host=/run/postgresql', true],
  ['', true],
  ['mysql://db/latchkey', false],
  ['./file.sqlite', false],
  ['postgres://u:12/TheRest@127.0.0.1/db', false],
  ['postgres://u:12#TheRest@127.0.0.1/db', false],
  ['postgres://u:12?TheRest@127.0.0.1/db', false],
  ['postgres://u:12%TheRest@127.0.0.1/db', false],
  ['postgres://u:12%FF@127.0.0.1/db', false],
  ['postgres://u:ab@cd/TheRest@127.0.0.1/db', false],
  ['postgres://u:a:b@c[d]@127.0.0.1/db', true],
  ['postgres://u:12%2FTheRest@127.0.0.1/db?application_name=a%40b', true],
  ['postgres://u:12\nTheRest@127.0.0.1/db', false],
])('database.url %j: %s', (url, isDatabase) => {
  expect(fromText('database.url', url)).toEqual(isDatabase ? url : refusal);
});

test('a space in database.url reaches the driver encoded, as it would decode the whole address twice for it', () => {
  expect(fromText('database.url', 'postgres://u:a b%4Ac@db/name')).toBe('postgres://u:a%20b%4Ac@db/name');
});

test.each(['database.url', 'mail.url'])('%s that holds raw characters says how to write them', (key) => {
  const scheme = key === 'mail.url' ? 'smtp' : 'postgres';
  for (const raw of ['/', '#', '?', '%']) {
    expect(fromText(key, `${scheme}://u:12${raw}TheRest@127.0.0.1`)).toMatch(
      /Percent-encode.*%2F.*%23.*%3F.*%25/,
    );
  }
});

test('a text fits its limits and stands on one line', () => {
  expect(fromText('siteName', 'Café am Eck')).toBe('Café am Eck');
  for (const text of ['', 'x'.repeat(61), 'two\nlines']) expect(fromText('siteName', text)).toEqual(refusal);
});

test('a yes or no is true or false', () => {
  expect(['true', 'false'].map((text) => fromText('login.emailCode', text))).toEqual([true, false]);
  expect(fromFile('login.emailCode', true)).toBe(true);
  for (const text of ['', '1', 'on', 'yes', 'TRUE']) {
    expect(fromText('login.emailCode', text)).toBe('must be true or false');
  }
  expect(fromFile('login.emailCode', 'true')).toEqual(refusal);
});

test('a choice is one of its words', () => {
  expect(fromText('log.level', 'silent')).toBe('silent');
  expect(fromText('username.characters', 'ASCII')).toBe('must be one of unicode, ascii');
});

describe('data.schema', () => {
  test('is an object, or a text that holds one', () => {
    expect(fromFile('data.schema', { type: 'object' })).toEqual({ type: 'object' });
    expect(fromText('data.schema', '{"type":"object"}')).toEqual({ type: 'object' });
    expect(fromText('data.schema', '')).toBeNull();
  });

  test('is refused with the reason when it cannot be read', () => {
    expect(fromText('data.schema', join(tmpdir(), 'no-such-schema.json'))).toMatch(/^must .*ENOENT/);
    expect(fromText('data.schema', '{')).toMatch(/^must .*JSON/);
    expect(fromFile('data.schema', [])).toEqual(refusal);
  });
});

describe('domains', () => {
  test('are kept as DNS compares them', () => {
    expect(fromText('registration.allowedDomains', 'Example.com, *.BÜCHER.example')).toEqual([
      'example.com',
      '*.xn--bcher-kva.example',
    ]);
    for (const given of ['@example.com', 'example', 'ada@example.com', 'example.com.', '*'])
      expect(fromText('registration.blockedDomains', given)).toEqual(refusal);
  });

  test('of a file are read by line, and a line that is none is named', () => {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-domains-'));
    const file = join(folder, 'blocked.txt');
    try {
      writeFileSync(file, '# throw-away\nmailinator.com\n');
      expect(fromText('registration.blockedDomainsFile', file)).toBe(file);
      writeFileSync(file, 'mailinator.com\n@temp.example\n');
      expect(fromText('registration.blockedDomainsFile', file)).toMatch(/^must .*line 2/);
      expect(fromText('registration.blockedDomainsFile', join(folder, 'none.txt'))).toMatch(/^must .*ENOENT/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
