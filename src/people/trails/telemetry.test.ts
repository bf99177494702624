import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { createLogger } from '../../kit/log.ts';
import { createTrailExporter } from './telemetry.ts';
import type { TrailPart } from './trail.ts';

const run = promisify(execFile);

interface Span {
  readonly name: string;
  readonly spanId: string;
  readonly traceId: string;
  readonly parentSpanId?: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly status: { readonly code: number };
  readonly attributes: { readonly key: string; readonly value: object }[];
}

interface Export {
  readonly resourceSpans: {
    readonly resource: { readonly attributes: object[] };
    readonly scopeSpans: { readonly spans: Span[] }[];
  }[];
}

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

/** A collector on this machine; `answer` is its status, or silence. */
async function collector(answer: number | 'silence' = 200) {
  const received: { path: string | undefined; body: Export }[] = [];
  const server = createServer(async (request, response) => {
    received.push({ path: request.url, body: JSON.parse(await text(request)) as Export });
    if (answer === 'silence') return;
    response.writeHead(answer, { 'content-type': 'application/json' }).end('{}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  cleanUps.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const log: string[] = [];
const logger = createLogger({ level: 'info', format: 'json', write: (line) => log.push(line) });

const part: TrailPart = {
  id: '1',
  trailId: 'att_7k3mq2xv9d4t',
  kind: 'login',
  accountId: 'an-account',
  at: 1_900_000_000_000,
  outcome: 'refused',
  steps: [
    { code: 'received', format: 'json', address: '127.0.0.1', ms: 0 },
    { code: 'second-factor-asked', factors: ['passkey', 'totp'], ms: 0.3 },
    { code: 'password-verified', m: 19_456, t: 2, p: 1, wraps: 'nothing', match: false, ms: 21.4 },
  ],
};

test('a collector gets a span for each part and one below it for each step, with its times', async () => {
  const { received, url } = await collector();
  const exporter = createTrailExporter({ url, log: logger });
  exporter.send(part);
  await exporter.stop();
  expect(received.map(({ path }) => path)).toEqual(['/v1/traces']);
  const [exported] = received[0]?.body.resourceSpans ?? [];
  expect(exported?.resource.attributes).toEqual([
    { key: 'service.name', value: { stringValue: 'latchkey' } },
  ]);
  const spans = exported?.scopeSpans.flatMap((scope) => scope.spans) ?? [];
  const root = spans.find(({ name }) => name === 'latchkey.login');
  const steps = spans.filter((span) => span !== root);
  expect(steps.map(({ name }) => name)).toEqual(part.steps.map(({ code }) => `latchkey.${code}`));
  for (const { traceId, parentSpanId } of steps) {
    expect([traceId, parentSpanId]).toEqual([root?.traceId, root?.spanId]);
  }
  const times = steps.map((span) => [span.startTimeUnixNano, span.endTimeUnixNano]);
  expect(times).toEqual([
    ['1900000000000000000', '1900000000000000000'],
    ['1900000000000000000', '1900000000000300000'],
    ['1900000000000300000', '1900000000021700000'],
  ]);
  expect(root?.endTimeUnixNano).toBe('1900000000021700000');
  expect([root, ...steps].map((span) => span?.status.code)).toEqual([2, 0, 0, 2]);
});

test('nothing goes out but what a trail may hold', async () => {
  const { received, url } = await collector();
  const exporter = createTrailExporter({ url, log: logger });
  exporter.send(part);
  await exporter.stop();
  const spans = received[0]?.body.resourceSpans[0]?.scopeSpans[0]?.spans ?? [];
  const attributes = spans.flatMap((span) => span.attributes.map(({ key }) => key.replace('latchkey.', '')));
  const allowed = ['trail', 'outcome', 'format', 'address', 'factors', 'm', 't', 'p', 'wraps', 'match'];
  expect(attributes.toSorted()).toEqual(allowed.toSorted());
  expect(JSON.stringify(received)).not.toContain('an-account');
});

test.each([[503], ['silence']] as const)('a collector that answers %s holds nothing up', async (answer) => {
  const { received, url } = await collector(answer);
  const exporter = createTrailExporter({ url, log: logger });
  exporter.send(part);
  const began = performance.now();
  await exporter.stop();
  expect(performance.now() - began).toBeLessThan(4000);
  expect(received.length, 'it was asked').toBeGreaterThan(0);
});

test('a collector that cannot be talked to is no matter', async () => {
  let asked = 0;
  const server = createTcpServer((socket) => {
    asked += 1;
    socket.destroy();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  cleanUps.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  const exporter = createTrailExporter({ url: `http://127.0.0.1:${port}`, log: logger });
  exporter.send(part);
  await exporter.stop();
  expect(asked).toBeGreaterThan(0);
  expect(log).toEqual([]);
});

/** In a process of its own: what is loaded once stays loaded. Answers the libraries of OpenTelemetry that it loaded. */
async function loadedBy(script: string): Promise<string[]> {
  const program = `
    import { registerHooks } from 'node:module';
    const loaded = new Set();
    registerHooks({
      resolve(specifier, context, next) {
        if (specifier.startsWith('@opentelemetry/')) loaded.add(specifier);
        return next(specifier, context);
      },
    });
    const { createTrailExporter } = await import(${JSON.stringify(import.meta.resolve('./telemetry.ts'))});
    const exporter = createTrailExporter({ url: 'http://127.0.0.1:9', log: { warn() {} } });
    ${script}
    await exporter.stop();
    console.log(JSON.stringify([...loaded]));
  `;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program]);
  return JSON.parse(stdout) as string[];
}

test('where nothing was sent, nothing is loaded and the end is at once', async () => {
  expect(await loadedBy('')).toEqual([]);
  const sends = `exporter.send(${JSON.stringify(part)});`;
  expect((await loadedBy(sends)).length, 'what is sent loads them').toBeGreaterThan(3);
  const exporter = createTrailExporter({ url: 'http://127.0.0.1:9', log: logger });
  const ended = exporter.stop().then(() => 'ended');
  expect(await Promise.race([ended, setImmediate('late')])).toBe('ended');
});
