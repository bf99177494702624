import { createHash, hash as digest } from 'node:crypto';
import { hash, parseOptions, verify } from '@node-rs/argon2';
import type { Config } from '../../config.ts';
import { busy } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import type { TrailRecorder } from '../../people/trails/index.ts';
import { createDecoys, type ParameterCounts } from './decoy.ts';
import { isTooLongToNormalize, normalizePassword } from './policy.ts';
import type { NewHash } from './store.ts';
import type { PasswordsTable } from './table.ts';

type Trail = Pick<TrailRecorder, 'note'>;

export interface PasswordHasher {
  /** Hashes with the present parameters and pepper. A trail is told of the wait for it, if there was one. */
  hash(password: string, trail?: Trail): Promise<Pick<NewHash, 'hash' | 'wraps' | 'pepper'>>;
  /** Hashes the MD5 that the workshop kept, so that nothing weaker than argon2id is stored from the first moment. */
  wrapMd5(md5Hex: string): Promise<Pick<NewHash, 'hash' | 'wraps' | 'pepper'>>;
  /**
   * Costs the same whether or not there is such an account: without one, a hash that nothing fits is tried, with
   * parameters that are chosen for the name.
   */
  verify(
    stored: PasswordsTable | undefined,
    password: string,
    name?: string,
    trail?: Trail,
  ): Promise<boolean>;
  /** Tells which parameters are in use, for the hashes that nothing fits. */
  learnParameters(counts: ParameterCounts): void;
  /** The parameters of a stored hash: memory in KiB, passes, lanes. */
  parametersOf(stored: Pick<NewHash, 'hash'>): { m: number; t: number; p: number };
  /** Whether a stored hash was made with the present parameters and pepper, of the password itself. */
  isCurrent(stored: Pick<NewHash, 'hash' | 'wraps' | 'pepper'>): boolean;
  /** Whether a stored hash has no pepper or the configured one; no password fits one that has another. */
  hasItsPepper(stored: Pick<NewHash, 'pepper'>): boolean;
  /** Hashes that are computed or wait now. */
  load(): { running: number; waiting: number };
}

type HashConfig = Pick<Config, 'hash' | 'password'>;

/**
 * argon2id on the thread pool. As many at once as `hash.concurrency`, a bounded queue behind them,
 * then `busy`: more at once would only make each slower, and without a bound the queue is where
 * an attack would live.
 */
export function createPasswordHasher(
  { hash: parameters, password: rules }: HashConfig,
  secretKey = '',
): PasswordHasher {
  const { memory, iterations, parallelism } = parameters;
  const { pepper } = rules;
  const gate = createGate(parameters.concurrency, parameters.queue);
  const options = { memoryCost: memory, timeCost: iterations, parallelism };
  const secret = pepper === '' ? undefined : Buffer.from(pepper);
  const pepperName = secret ? digest('sha256', `pepper\n${pepper}`, 'hex').slice(0, 16) : '';
  const withPepper = secret ? { secret } : {};

  const hashText = async (text: string, wraps: 'md5' | null, trail?: Trail) => ({
    hash: await gate.run(() => hash(text, { ...options, ...withPepper }), trail),
    wraps,
    pepper: pepperName,
  });

  const decoys = createDecoys(secretKey, `$argon2id$v=19$m=${memory},t=${iterations},p=${parallelism}$`);

  const hasItsPepper = ({ pepper: name }: Pick<NewHash, 'pepper'>) => name === '' || name === pepperName;

  return {
    hasItsPepper,
    hash: (password, trail) => hashText(normalizePassword(password), null, trail),
    wrapMd5: (md5Hex) => hashText(md5Hex.toLowerCase(), 'md5'),
    learnParameters: decoys.learn,
    async verify(stored, password, name = '', trail) {
      const tooLong = isTooLongToNormalize(password, rules);
      const normal = tooLong ? '' : normalizePassword(password);
      if (!stored || !hasItsPepper(stored)) {
        await gate.run(() => verify(decoys.hashFor(name), normal, withPepper), trail);
        return false;
      }
      const wrapped = stored.wraps === 'md5';
      const text = wrapped ? md5(password) : normal;
      const secretOf = stored.pepper === '' ? {} : withPepper;
      const fits = await gate.run(() => verify(stored.hash, text, secretOf), trail);
      return fits && (wrapped || !tooLong);
    },
    parametersOf({ hash: phc }) {
      const { memoryCost = 0, timeCost = 0, parallelism: lanes = 0 } = parseOptions(phc);
      return { m: memoryCost, t: timeCost, p: lanes };
    },
    isCurrent(stored) {
      if (stored.wraps !== null || stored.pepper !== pepperName) return false;
      const { memoryCost, timeCost, parallelism: lanes } = parseOptions(stored.hash);
      return memoryCost === memory && timeCost === iterations && lanes === parallelism;
    },
    load: gate.load,
  };
}

/** Of the password as it was typed: the workshop did not normalise. */
function md5(password: string): string {
  return createHash('md5').update(password, 'utf8').digest('hex');
}

function createGate(slots: number, queueLength: number) {
  const waiting: (() => void)[] = [];
  let running = 0;
  return {
    load: () => ({ running, waiting: waiting.length }),
    async run<Result>(work: () => Promise<Result>, trail?: Trail): Promise<Result> {
      if (running >= slots) {
        if (waiting.length >= queueLength) {
          throw problem(busy, 'Too many logins are waiting. Try again in a moment.', { retryAfter: 2 });
        }
        const ahead = waiting.length;
        await new Promise<void>((start) => waiting.push(start));
        trail?.note({ code: 'hash-queued', ahead });
      } else {
        running += 1;
      }
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else running -= 1;
      }
    },
  };
}
