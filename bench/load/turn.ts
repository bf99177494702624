import { Connection } from './http-client.ts';

export interface Turn {
  readonly port: number;
  readonly connections: number;
  readonly requests: number;
  nextRequest(): Buffer;
}

/**
 * Has so many requests answered, as many of them under way as connections; then the server is idle. Its connections are new,
 * since a server closes those that bring nothing for a while. Throws when a request is refused.
 */
export async function takeTurn({ port, connections, requests, nextRequest }: Turn): Promise<void> {
  const opened = await Promise.all(Array.from({ length: connections }, () => Connection.open(port)));
  let left = requests;
  const askOn = async (connection: Connection) => {
    while (left-- > 0) {
      const { status, answer } = await connection.ask(nextRequest());
      if (status !== 200) throw new Error(`The server did not answer 200:\n${answer}`);
    }
  };
  await Promise.all(opened.map(askOn));
  for (const connection of opened) connection.close();
}
