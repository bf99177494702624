import { randomBytes } from 'node:crypto';
import { openDatabase } from '../src/kit/db/index.ts';
import { type AddedApp, addApp, saveResource } from '../src/operate/apps/index.ts';

/** What signs people in, what works by itself, and a resource that the latter has tokens for. */
export interface Apps {
  readonly web: AddedApp;
  readonly machine: AddedApp;
  readonly resource: string;
}

export const redirectUri = 'https://app.example.com/callback';

/** The secret key of servers with apps: what is done to them is recorded under it. */
export const benchKey = randomBytes(32).toString('base64url');

/** Adds apps to a database that has people; what signs them in is told at `logoutUri` who has signed out. */
export async function addApps(
  opening: Parameters<typeof openDatabase>[0],
  logoutUri = 'https://app.example.com/signed-out',
): Promise<Apps> {
  const { db, close } = openDatabase(opening);
  const services = { db, clock: Date.now, secretKey: benchKey };
  const resource = 'https://api.example.com';
  await saveResource(services, { url: resource, scopes: { read: 'Read everything' } });
  const added = {
    web: await addApp(services, {
      ...{ name: 'Web', kind: 'web', redirects: [redirectUri] },
      ...{ logoutUri, firstParty: true },
    }),
    machine: await addApp(services, { name: 'Machine', kind: 'machine', redirects: [] }),
    resource,
  };
  await close();
  return added;
}
