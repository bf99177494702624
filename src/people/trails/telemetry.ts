import type { Attributes, Tracer } from '@opentelemetry/api';
import { seconds } from '../../kit/duration.ts';
import type { Logger } from '../../kit/log.ts';
import { outcomeOf } from './describe.ts';
import type { TimedStep } from './steps.ts';
import type { TrailPart } from './trail.ts';

/** Sends trails to a collector as spans. Whatever becomes of them, nobody waits for it and nothing fails. */
export interface TrailExporter {
  send(part: TrailPart): void;
  /** Sends what is left, if that can be done soon. */
  stop(): Promise<void>;
}

/** The end of the server does not wait longer for a collector. */
const patience = seconds(2);

/** `url` is the origin of a collector that takes OTLP over HTTP. Its libraries are loaded with the first part. */
export function createTrailExporter({ url, log }: { url: string; log: Logger }): TrailExporter {
  let opened: ReturnType<typeof openTracing> | undefined;
  return {
    send(part) {
      opened ??= openTracing(url);
      opened
        .then((tracing) => exportPart(tracing, part))
        .catch((error: unknown) => log.warn({ err: error }, "Couldn't export a trail to OpenTelemetry."));
    },
    async stop() {
      const closed = opened?.then(({ provider }) => provider.shutdown()).catch(() => {});
      await Promise.race([closed, new Promise((late) => setTimeout(late, patience).unref())]);
    },
  };
}

async function openTracing(url: string) {
  const [api, sdk, otlp, resources] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const exporter = new otlp.OTLPTraceExporter({ url: new URL('/v1/traces', url).href });
  const provider = new sdk.TracerProvider({
    resource: resources.resourceFromAttributes({ 'service.name': 'latchkey' }),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter, scheduledDelayMillis: seconds(1) })],
  });
  return { api, provider, tracer: provider.getTracer('latchkey') };
}

interface Tracing {
  readonly api: typeof import('@opentelemetry/api');
  readonly tracer: Tracer;
}

/** A span for the part and one below it for each step, at the times at which they were. */
function exportPart({ api, tracer }: Tracing, { trailId, kind, at, outcome, steps }: TrailPart): void {
  const { ROOT_CONTEXT, SpanStatusCode, trace } = api;
  const failed = { code: SpanStatusCode.ERROR };
  const attributes = { 'latchkey.trail': trailId, 'latchkey.outcome': outcome };
  const root = tracer.startSpan(`latchkey.${kind}`, { startTime: hrTime(at), attributes }, ROOT_CONTEXT);
  const below = trace.setSpan(ROOT_CONTEXT, root);
  let time = at;
  for (const step of steps) {
    const options = { startTime: hrTime(time), attributes: attributesOf(step) };
    const span = tracer.startSpan(`latchkey.${step.code}`, options, below);
    if (outcomeOf(step) === 'refused') span.setStatus(failed);
    time += step.ms;
    span.end(hrTime(time));
  }
  if (outcome === 'refused' || outcome === 'failed') root.setStatus(failed);
  root.end(hrTime(time));
}

/** A step holds nothing but what is allowed in a trail, so all of it may go. */
function attributesOf({ code: _code, ms: _ms, ...fields }: TimedStep): Attributes {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [`latchkey.${name}`, value]));
}

/** Seconds and nanoseconds, to a tenth of a millisecond: a number alone may be taken for a time since the start. */
function hrTime(milliseconds: number): [number, number] {
  const whole = Math.floor(milliseconds / 1000);
  return [whole, Math.round((milliseconds - whole * 1000) * 10) * 100_000];
}
