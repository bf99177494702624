import { randomBytes } from 'node:crypto';
import pg from 'pg';

interface CreatedDatabase {
  readonly name: string;
  readonly url: string;
  remove(): Promise<void>;
}

/** Creates a database on the server that a superuser's address names; `like` is its template, and what differs from it. */
export async function createDatabase(server: string, like: string): Promise<CreatedDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await onServer(server, async (client) => {
    // Since 15 PostgreSQL copies by its log unless told otherwise, which takes ten times as much work.
    const { rows } = await client.query<{ number: number }>(
      "select current_setting('server_version_num')::int as number",
    );
    const strategy = (rows[0]?.number ?? 0) >= 150_000 ? 'strategy file_copy' : '';
    await client.query(`create database ${name} ${like} ${strategy}`);
  });
  const url = new URL(server);
  url.pathname = `/${name}`;
  const remove = () =>
    onServer(server, (client) => client.query(`drop database if exists ${name} with (force)`));
  return { name, url: url.href, remove };
}

async function onServer(server: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
