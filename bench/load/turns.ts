import { Connection } from './http-client.ts';

export interface Turns {
  readonly port: number;
  readonly connections: number;
  nextRequest(): Buffer;
}

/**
 * Connections that stay open from one turn to the next. In a turn so many requests are sent and answered, as many of them
 * under way as connections; then the server is idle. Throws when one is refused.
 */
export async function openTurns({ port, connections, nextRequest }: Turns) {
  const opened = await Promise.all(Array.from({ length: connections }, () => Connection.open(port)));
  return {
    async ask(requests: number): Promise<void> {
      let left = requests;
      const askOn = async (connection: Connection) => {
        while (left-- > 0) {
          const { status, answer } = await connection.ask(nextRequest());
          if (status !== 200) throw new Error(`The server did not answer 200:\n${answer}`);
        }
      };
      await Promise.all(opened.map(askOn));
    },
    close(): void {
      for (const connection of opened) connection.close();
    },
  };
}
