import { hash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Row {
  readonly id: string;
  readonly account_id: string;
  readonly created_at: number;
  readonly last_seen_at: number;
  readonly idle_expires_at: number;
  readonly expires_at: number;
  readonly amr: string;
  readonly aal: number;
  readonly auth_time: number;
  readonly address: string;
  readonly device: string;
  readonly username: string;
  readonly account_created_at: number;
  readonly account_updated_at: number;
  readonly last_login_at: number;
}

const iso = (time: number): string => new Date(time).toISOString();

/**
 * The least that answers a session check with the bytes that the server sends: its headers, and a body made of
 * the row. Nothing is checked, logged or counted. A `POST` is answered when `checkPassword` is done.
 */
export function serveBare(
  find: (tokenHash: string) => Row | undefined | Promise<Row | undefined>,
  checkPassword?: () => Promise<void>,
): void {
  const server = createServer(async (request, response) => {
    if (checkPassword && request.method === 'POST') {
      for await (const _part of request);
      await checkPassword();
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 2 }).end('{}');
      return;
    }
    const token = /latchkey=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
    const row = await find(hash('sha256', token, 'base64url'));
    if (!row) {
      response.writeHead(401).end();
      return;
    }
    const body = JSON.stringify({
      account: {
        id: row.account_id,
        username: row.username,
        createdAt: iso(row.account_created_at),
        updatedAt: iso(row.account_updated_at),
        lastLoginAt: iso(row.last_login_at),
      },
      session: {
        id: row.id,
        createdAt: iso(row.created_at),
        lastSeenAt: iso(row.last_seen_at),
        expiresAt: iso(row.expires_at),
        idleExpiresAt: iso(row.idle_expires_at),
        amr: JSON.parse(row.amr) as unknown,
        aal: row.aal,
        authTime: iso(row.auth_time),
        address: row.address,
        device: row.device,
        current: true,
      },
    });
    response
      .writeHead(200, {
        'x-request-id': 'AAAAAAAA-1kz',
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(body),
      })
      .end(body);
  });
  server.keepAliveTimeout = 65_000;
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
}
