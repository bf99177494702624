import { hash } from 'node:crypto';
import { type Compilable, type Dialect, PostgresDialect } from 'kysely';
import type pg from 'pg';
import { seconds } from '../duration.ts';
import { readPostgresUrl } from './postgres-url.ts';

export interface PostgresLocation {
  readonly url: string;
  readonly poolSize: number;
  /** Whether statements are prepared by name; `auto`, the default, until a pooler can't hold them. */
  readonly prepared?: 'auto' | 'on' | 'off';
  /** Waits for a statement however long it takes: an index over millions of rows takes more than a request may. */
  readonly isPatient?: boolean;
}

/** Throws `PostgresUrlError` when the URL names a file that can't be read, or an `sslmode` that doesn't exist. */
export function openPostgresPool({ url, poolSize, isPatient }: PostgresLocation): PostgresPool {
  return new PostgresPool({
    ...readPostgresUrl(url),
    max: poolSize,
    connectionTimeoutMillis: 3000,
    ...(!isPatient && { query_timeout: 15_000 }),
    keepAlive: true,
    // The one start-up parameter beside user and database: poolers refuse others.
    application_name: 'latchkey',
  });
}

/** How often at most all connections are given up, in milliseconds. */
const renewalPause = seconds(1);

/**
 * The pool. Its driver is loaded for the first connection. It can leave its present connections behind: after a failover
 * they still lead to the old primary, which has become read-only, and none of them would ever end by itself.
 */
export class PostgresPool {
  readonly options: pg.PoolConfig;
  #pool: Promise<pg.Pool> | undefined;
  /** When each connection was made, counted in renewals. */
  readonly #born = new WeakMap<pg.PoolClient, number>();
  #renewals = 0;
  #renewedAt = Number.NEGATIVE_INFINITY;

  constructor(options: pg.PoolConfig) {
    this.options = options;
  }

  async #open(): Promise<pg.Pool> {
    const { createPool } = await import('./postgres-client.ts');
    const pool = createPool(this.options);
    // A connection that dies while idle, or lent out but between two queries of a transaction, is an event; without a
    // listener it would end the process. The next query on it fails, and that is what the request is told.
    pool.on('error', () => {});
    pool.on('connect', (client) => {
      this.#born.set(client, this.#renewals);
      client.on('error', () => {});
    });
    return pool;
  }

  /** No connection that is open now is used once more; what is under way on one goes on. */
  renew(): void {
    if (performance.now() - this.#renewedAt < renewalPause) return;
    this.#renewedAt = performance.now();
    this.#renewals += 1;
  }

  async connect(): Promise<pg.PoolClient> {
    this.#pool ??= this.#open();
    const pool = await this.#pool;
    for (;;) {
      const client = await pool.connect();
      if (this.#isStale(client)) {
        client.release(true);
        continue;
      }
      const release = client.release.bind(client);
      client.release = (error) => release(error ?? this.#isStale(client));
      return client;
    }
  }

  async query<Row extends pg.QueryResultRow>(query: pg.QueryConfig): Promise<Row[]> {
    const client = await this.connect();
    try {
      const { rows } = await client.query<Row>(query);
      client.release();
      return rows;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  async end(): Promise<void> {
    await (await this.#pool)?.end();
  }

  #isStale(client: pg.PoolClient): boolean {
    return this.#born.get(client) !== this.#renewals;
  }
}

export function postgresDialect(pool: PostgresPool): Dialect {
  return new PostgresDialect({ pool });
}

/** invalid_sql_statement_name and duplicate_prepared_statement: another client's connection is behind ours. */
const mixedUp = new Set(['26000', '42P05']);

/**
 * Prepares reads by name, which PostgreSQL then plans once a connection. A pooler may hand each transaction another
 * connection, which has the names of others: `auto` then goes on without names, and says so once.
 */
export class PreparedReads {
  readonly #pool: PostgresPool;
  readonly #mode: 'auto' | 'on' | 'off';
  readonly #warn: (sentence: string) => void;
  #areNamed: boolean;

  constructor(pool: PostgresPool, mode: 'auto' | 'on' | 'off', warn: (sentence: string) => void) {
    this.#pool = pool;
    this.#mode = mode;
    this.#warn = warn;
    this.#areNamed = mode !== 'off';
  }

  prepare<Row>(
    given: string,
    query: Compilable<Row>,
  ): (values: readonly unknown[]) => Promise<Row | undefined> {
    const text = query.compile().sql;
    // Behind a pooler a name may have been given by another version, whose statement must not be taken for this one.
    const name = `${given}-${hash('sha256', text).slice(0, 16)}`;
    return async (values) => {
      const plain = { text, values: [...values] };
      if (!this.#areNamed) return (await this.#pool.query(plain))[0] as Row | undefined;
      try {
        return (await this.#pool.query({ name, ...plain }))[0] as Row | undefined;
      } catch (error) {
        // A read alone, outside any transaction: nothing was done, so it may be asked once more.
        if (!this.#isOfTheName(error)) throw error;
        return (await this.#pool.query(plain))[0] as Row | undefined;
      }
    };
  }

  #isOfTheName(error: unknown): boolean {
    if (!(error instanceof Error) || !('code' in error)) return false;
    // A newer version has migrated: the statement of this connection answers other columns than it was planned for.
    if (error.code === '0A000' && error.message.includes('cached plan')) return true;
    if (this.#mode !== 'auto' || !mixedUp.has(String(error.code))) return false;
    if (this.#areNamed) {
      this.#warn(
        'A connection pooler mixes up prepared statements, so they are turned off. Set database.prepared to "off" to start that way.',
      );
    }
    this.#areNamed = false;
    return true;
  }
}
