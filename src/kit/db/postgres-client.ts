import { Socket } from 'node:net';
import pg from 'pg';

const int8 = 20;

/** Times and counters are bigint columns and fit a double; without this pg answers them as text. */
pg.types.setTypeParser(int8, Number);

export const createPool = (options: pg.PoolConfig): pg.Pool =>
  new pg.Pool({ Client: PostgresClient, ...options });

/**
 * A connection that is closed when it can't be made. The driver leaves the socket open when it gives up by itself, such
 * as without a password: PostgreSQL then closes it after a minute, and the process can't end before.
 */
export class PostgresClient extends pg.Client {
  readonly #socket: Socket;

  constructor(config: pg.ClientConfig = {}) {
    const socket = new Socket();
    super({ ...config, stream: () => socket });
    this.#socket = socket;
  }

  override connect(): Promise<pg.Client>;
  override connect(callback: (error: Error) => void): void;
  override connect(callback: (error: null, client: pg.Client) => void): void;
  override connect(callback?: (error: never, client: pg.Client) => void): Promise<pg.Client> | undefined {
    const connected = super.connect().catch((error: unknown) => {
      this.#socket.destroy();
      throw error;
    });
    if (!callback) return connected;
    const told = callback as (error: unknown, client?: pg.Client) => void;
    connected.then((client) => told(null, client), told);
    return undefined;
  }
}
