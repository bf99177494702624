import { hash, timingSafeEqual } from 'node:crypto';
import type { Caller, Client } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import {
  consumeFirstAdministrator,
  hadAdministrator,
  setupClosed,
  setupRefused,
} from '../../people/roles/index.ts';
import { requireLiving } from '../../people/sessions/index.ts';
import { addAdministrator } from './administrators.ts';
import type { RoleServices } from './grant.ts';

/** Throws `setup-closed` unless a secret is configured and nobody has ever been an administrator. */
export async function requireSetup({ config, db }: Pick<Services, 'config' | 'db'>): Promise<void> {
  if (config.admin.setupSecret === '' || (await hadAdministrator(db))) throw problem(setupClosed);
}

/**
 * Makes whoever is signed in and knows the setup secret the first administrator, once: of many at a time one is, and the
 * setup stays closed. All sessions of the account end, so that the next one is opened with a second factor.
 * Throws `setup-closed` and `setup-refused`.
 */
export async function setUpAdministrator(
  services: RoleServices,
  {
    caller,
    secret,
    client,
    requestId,
  }: {
    readonly caller: Caller;
    readonly secret: string;
    readonly client: Client;
    readonly requestId: string;
  },
): Promise<void> {
  await requireSetup(services);
  if (!isSame(secret, services.config.admin.setupSecret)) {
    services.log?.warn({ address: client.address, reqId: requestId }, 'wrong setup secret');
    throw problem(setupRefused);
  }
  const accountId = caller.account.id;
  const acting = {
    actor: { kind: 'person', id: accountId },
    account: accountId,
    ...{ client, requestId, reason: null },
    // The right to it is the setup itself, which is used up here.
    async mayActOn(tx: Parameters<typeof consumeFirstAdministrator>[0]) {
      const now = services.clock();
      await requireLiving(tx, caller.via.session, now);
      if (!(await consumeFirstAdministrator(tx, now))) throw problem(setupClosed);
    },
    mayGrant: async () => {},
  } as const;
  await addAdministrator(services, acting, accountId);
}

function isSame(sent: string, secret: string): boolean {
  return timingSafeEqual(hash('sha256', sent, 'buffer'), hash('sha256', secret, 'buffer'));
}
