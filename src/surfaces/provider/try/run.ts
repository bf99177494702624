import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hours } from '../../../kit/duration.ts';
import { cookie, readCookie } from '../../../kit/http/index.ts';
import { openSecret, sealSecret } from '../../../kit/sealed-secret.ts';
import type { Services } from '../../../kit/services.ts';
import { saveDemoApp } from '../../../operate/apps/index.ts';
import { usesSecureCookies } from '../../../people/sessions/index.ts';
import { consumeRecord, findRecord, recordHash, saveRecord } from '../records.ts';
import type { Choice } from './choice.ts';
import type { Exchange } from './send.ts';

/** One sign-in to the demo app: what the app keeps until its person is back, and then what it was told. */
export interface Run {
  readonly choice: Choice;
  /** In Unix milliseconds. */
  readonly begunAt: number;
  readonly endsAt: number;
  readonly secret: string;
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
  readonly told?: Told;
}

export interface Told {
  /** What the browser brought back, by name; undefined where it wasn't sent back. */
  readonly back?: Readonly<Record<string, string>>;
  /** What this server noted while the person was asked, the oldest first. */
  readonly meanwhile: readonly string[];
  readonly exchanges: readonly Exchange[];
}

type RunServices = Pick<Services, 'config' | 'db' | 'clock' | 'secretKey'>;

const kind = 'DemoRun';
const cookieName = 'latchkey-demo';
const lives = hours(1);

const random = () => randomBytes(32).toString('base64url');
const sealOf = (token: string) => ({ purpose: 'run of the demo app', owner: recordHash(kind, token) });

/** Begins a run, which belongs to this browser: whoever else brings its answer back is refused (RFC 9700 section 4.7.1). */
export async function beginRun(services: RunServices, choice: Choice): Promise<[token: string, run: Run]> {
  const begunAt = services.clock();
  const run: Run = {
    choice,
    begunAt,
    endsAt: begunAt + lives,
    secret: await saveDemoApp(services),
    verifier: random(),
    state: random(),
    nonce: random(),
  };
  return [random(), run];
}

/** Keeps a run under the name that its browser has. It holds tokens, so it is sealed. */
export async function saveRun({ db, secretKey }: RunServices, token: string, run: Run): Promise<void> {
  const sealed = sealSecret(secretKey, sealOf(token), Buffer.from(JSON.stringify(run)));
  const payload = JSON.stringify({ sealed });
  await saveRecord(db, { kind, id: token, grantId: null, payload, expiresAt: run.endsAt });
}

/** The run of this browser, and its name there; undefined if it has none, or had it an hour ago. */
export async function findRun(
  { db, clock, secretKey }: RunServices,
  request: FastifyRequest,
): Promise<[token: string, run: Run] | undefined> {
  const token = readCookie(request.headers.cookie, cookieName) ?? '';
  const found = await findRecord(db, kind, token, { now: clock() });
  const { sealed = '' } = JSON.parse(found?.payload ?? '{}') as { sealed?: string };
  const opened = openSecret(secretKey, sealOf(token), sealed);
  if (!opened) return undefined;
  const run = JSON.parse(opened.toString()) as Run;
  return run.endsAt > clock() ? [token, run] : undefined;
}

/** Whether this is the first to take up the answer of a run. */
export const consumeRun = ({ db, clock }: RunServices, token: string): Promise<boolean> =>
  consumeRecord(db, kind, token, clock());

export function rememberRun(reply: FastifyReply, { config }: RunServices, token: string): void {
  const secure = usesSecureCookies(config);
  reply.header('set-cookie', cookie(cookieName, token, { secure, maxAge: lives / 1000 }));
}
