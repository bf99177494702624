import { createHash, hash as digest } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from '../../config/index.ts';
import type { TrailRecorder } from '../../people/trails/index.ts';
import { type Cost, costOf } from './costs.ts';
import { createGate } from './gate.ts';
import { createPace } from './pace.ts';
import { isUsablePhc } from './phc.ts';
import { isTooLongToNormalize, normalizePassword } from './policy.ts';
import type { NewHash } from './store.ts';
import type { PasswordsTable } from './table.ts';
import { createTurns, type HashTurns } from './turns.ts';

type Trail = Pick<TrailRecorder, 'note'>;

export interface PasswordHasher {
  /** Hashes with the present parameters and pepper. A trail is told of the wait for it, if there was one. */
  hash(password: string, trail?: Trail): Promise<Pick<NewHash, 'hash' | 'wraps' | 'pepper'>>;
  /** Hashes the MD5 that the workshop kept, so that nothing weaker than argon2id is stored from the first moment. */
  wrapMd5(md5Hex: string): Promise<Pick<NewHash, 'hash' | 'wraps' | 'pepper'>>;
  /**
   * Costs a hash whether or not there is such an account. With `costs`, the kinds of all stored hashes, a refusal
   * takes as long as the dearest of them: how long it takes tells neither who has an account nor how old it is.
   */
  verify(
    stored: PasswordsTable | undefined,
    password: string,
    options?: { trail?: Trail | undefined; costs?: () => Promise<readonly Cost[]> },
  ): Promise<boolean>;
  /** Measures how long such hashes take here, so that the first refusal need not wait for it. */
  measure(costs: readonly Cost[]): Promise<void>;
  /** The parameters of a stored hash: memory in KiB, passes, lanes. */
  parametersOf(stored: Pick<NewHash, 'hash'>): { m: number; t: number; p: number };
  /** Whether a stored hash was made with the present parameters and pepper, of the password itself. */
  isCurrent(stored: Pick<NewHash, 'hash' | 'wraps' | 'pepper'>): boolean;
  /** Whether a stored hash has no pepper or the configured one; no password fits one that has another. */
  hasItsPepper(stored: Pick<NewHash, 'pepper'>): boolean;
  /** Whether a hash that somebody brings along can be verified here, at a cost that this server bears. */
  canVerify(phc: string): boolean;
  /** The fingerprint of the configured pepper, which hashes carry; empty for none. */
  readonly pepperName: string;
  /** Hashes that are computed or wait now. */
  load(): { running: number; waiting: number };
}

type Argon2 = typeof import('@node-rs/argon2');

/** Loaded for the first hash: most commands only look at what is stored. Kept, since even to find a loaded module takes 50 µs. */
let argon2: Promise<Argon2> | undefined;
const loadArgon2 = (): Promise<Argon2> => {
  argon2 ??= import('@node-rs/argon2');
  return argon2;
};

type HashConfig = Pick<Config, 'hash' | 'password'>;

/**
 * argon2id on the thread pool. As many at once as `hash.concurrency`, a bounded queue behind them,
 * then `busy`: more at once would only make each slower, and without a bound the queue is where
 * an attack would live. `turns` are this process's own, unless several processes share them.
 */
export function createPasswordHasher(
  { hash: parameters, password: rules }: HashConfig,
  turns: HashTurns = createTurns(parameters.concurrency, parameters.queue),
): PasswordHasher {
  const { memory, iterations, parallelism } = parameters;
  const { pepper } = rules;
  const gate = createGate(turns);
  const options = { memoryCost: memory, timeCost: iterations, parallelism };
  const secret = pepper === '' ? undefined : Buffer.from(pepper);
  const pepperName = secret ? digest('sha256', `pepper\n${pepper}`, 'hex').slice(0, 16) : '';
  const withPepper = secret ? { secret } : {};

  const present = `m=${memory},t=${iterations},p=${parallelism}`;
  // Nothing fits it.
  const decoy = `$argon2id$v=19$${present}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

  /** Runs one hash in its turn; `spent` is its own time, without the wait for it. */
  const timed = async <Result>(
    work: (argon2: Argon2) => Promise<Result>,
    cost: string | undefined,
    trail?: Trail,
  ) => {
    let spent = 0;
    const result = await gate.run(async () => {
      const loaded = await loadArgon2();
      const begin = performance.now();
      const done = await work(loaded);
      spent = performance.now() - begin;
      return done;
    }, trail);
    if (cost !== undefined) pace.note(cost, spent);
    return { result, spent };
  };

  const pace = createPace(async (cost) => {
    const { options: trial, factor } = trialOf(cost);
    const { spent } = await timed(({ hash }) => hash('a password', trial), undefined);
    return spent * factor;
  });
  const dearest = (costs: readonly Cost[]) => pace.dearest([present, ...heaviest(costs)]);

  const hashText = async (text: string, wraps: 'md5' | null, trail?: Trail) => {
    const work = ({ hash }: Argon2) => hash(text, { ...options, ...withPepper });
    return { hash: (await timed(work, present, trail)).result, wraps, pepper: pepperName };
  };

  const hasItsPepper = ({ pepper: name }: Pick<NewHash, 'pepper'>) => name === '' || name === pepperName;

  return {
    pepperName,
    hasItsPepper,
    canVerify: (phc) => isUsablePhc(phc, memory * iterations),
    hash: (password, trail) => hashText(normalizePassword(password), null, trail),
    wrapMd5: (md5Hex) => hashText(md5Hex.toLowerCase(), 'md5'),
    async verify(stored, password, { trail, costs } = {}) {
      const tooLong = isTooLongToNormalize(password, rules);
      const normal = tooLong ? '' : normalizePassword(password);
      const fitting = stored && hasItsPepper(stored) ? stored : undefined;
      const wrapped = fitting?.wraps === 'md5';
      const text = wrapped ? md5(password) : normal;
      const phc = fitting?.hash ?? decoy;
      const secretOf = fitting?.pepper === '' ? {} : withPepper;
      const { result, spent } = await timed(
        ({ verify }) => verify(phc, text, secretOf),
        costOf(phc)?.parameters,
        trail,
      );
      if (fitting && result && (wrapped || !tooLong)) return true;
      if (costs) await rest((await dearest(await costs())) - spent);
      return false;
    },
    async measure(costs) {
      await dearest(costs);
    },
    parametersOf({ hash: phc }) {
      const [m = 0, t = 0, p = 0] = numbersOf(costOf(phc)?.parameters ?? '');
      return { m, t, p };
    },
    isCurrent(stored) {
      if (stored.wraps !== null || stored.pepper !== pepperName) return false;
      return costOf(stored.hash)?.parameters === present;
    },
    load: turns.load,
  };
}

/** The most that is computed only to learn how long it takes: 256 MiB, three passes. */
const largestTrial = { memory: 262_144, passes: 3 };

/** Memory (KiB) times passes, which the time grows with. */
function workOf(cost: string): number {
  const [memory = 0, passes = 0] = numbersOf(cost);
  return memory * passes;
}

/** How many kinds are measured: work is no exact measure of time, and a file that was imported may have any number. */
const candidates = 3;

function heaviest(costs: readonly Cost[]): string[] {
  return costs
    .map(({ parameters }) => parameters)
    .toSorted((one, other) => workOf(other) - workOf(one))
    .slice(0, candidates);
}

/** Of `m=19456,t=2,p=1`: memory in KiB, passes, lanes. */
function numbersOf(cost: string): number[] {
  return cost.split(',').map((part) => Number(part.slice(2)));
}

/** A hash to measure, and by how much the meant one takes longer: time grows with memory and passes. */
function trialOf(cost: string) {
  const [memory = 8, passes = 1, parallelism = 1] = numbersOf(cost);
  const memoryCost = Math.max(8 * parallelism, Math.min(memory, largestTrial.memory));
  const timeCost = Math.min(passes, largestTrial.passes);
  return {
    options: { memoryCost, timeCost, parallelism },
    factor: Math.max(1, (memory * passes) / (memoryCost * timeCost)),
  };
}

/** By a timer: a hash more would take the processor from those who log in. */
async function rest(milliseconds: number): Promise<void> {
  if (milliseconds > 0) await pause(milliseconds);
}

/** Of the password as it was typed: the workshop did not normalise. */
function md5(password: string): string {
  return createHash('md5').update(password, 'utf8').digest('hex');
}
