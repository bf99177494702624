import type { Services } from '../../kit/services.ts';
import { type AppUse, countUses } from '../../people/grants/index.ts';
import type { AppMetadata } from './app.ts';
import { getApp } from './manage.ts';
import { metadataOf } from './shape.ts';
import { type AppRow, findApp, listApps, listSecrets } from './store.ts';

type OverviewServices = Pick<Services, 'db' | 'clock'>;

/** An app as a list shows it. */
export interface AppOverview {
  readonly app: AppRow;
  readonly metadata: AppMetadata;
  /** How many accounts allow it now. */
  readonly people: number;
  /** Unix milliseconds; null if nobody has signed in to it, or what was allowed is long over. */
  readonly lastUsedAt: number | null;
}

/** An app as it is shown by itself. */
export interface ShownApp extends AppOverview {
  /** Those that are still accepted, the oldest first. */
  readonly secrets: readonly { readonly createdAt: number; readonly expiresAt: number | null }[];
}

/** All apps, by name. */
export async function listOverviews({ db, clock }: OverviewServices): Promise<readonly AppOverview[]> {
  const uses = await countUses(db, clock());
  return (await listApps(db)).map((app) => overviewOf(app, uses));
}

/** By name or client ID. Throws `CliError` if there is none. */
export async function showApp(services: OverviewServices, name: string): Promise<ShownApp> {
  return shownOf(services, await getApp(services, name));
}

/** By its client ID; undefined if nobody has added it. */
export async function findShownApp(services: OverviewServices, id: string): Promise<ShownApp | undefined> {
  const app = await findApp(services.db, id);
  return app && app.created_by !== 'development' ? shownOf(services, app) : undefined;
}

async function shownOf({ db, clock }: OverviewServices, app: AppRow): Promise<ShownApp> {
  const now = clock();
  const secrets = await listSecrets(db, app.id);
  return {
    ...overviewOf(app, await countUses(db, now, app.id)),
    secrets: secrets
      .filter((one) => (one.expires_at ?? Infinity) > now)
      .map((one) => ({ createdAt: one.created_at, expiresAt: one.expires_at })),
  };
}

function overviewOf(app: AppRow, uses: readonly AppUse[]): AppOverview {
  const use = uses.find((one) => one.app_id === app.id);
  return { app, metadata: metadataOf(app), people: use?.people ?? 0, lastUsedAt: use?.used_at ?? null };
}
