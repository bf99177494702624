import { inTransaction } from '../../kit/db/index.ts';
import { CliError } from '../../kit/failure.ts';
import { applyChange, type ChangedApp, deleteWithAll, insertNew, type ManageServices } from './manage.ts';
import { type AppChange, type NewApp, partsChanged, reshapeApp, shapeApp } from './shape.ts';
import { type AppRow, listApps } from './store.ts';

/** An app as a file says it shall be. What the file leaves out has its default. */
export interface DeclaredApp extends NewApp {
  readonly disabled?: boolean;
}

export interface AppsImport {
  /** They have no secret yet. */
  readonly added: readonly AppRow[];
  readonly changed: readonly ChangedApp[];
  readonly unchanged: readonly AppRow[];
  /** Those that the file doesn't name. */
  readonly others: readonly AppRow[];
}

/**
 * Makes the apps what a file says, completely or not at all; doing it again changes nothing. Those that the file doesn't
 * name are removed only if `removeOthers` says so. Throws `CliError` for what an app can't be.
 */
export function importApps(
  services: ManageServices,
  declared: readonly DeclaredApp[],
  { removeOthers, dryRun }: { removeOthers: boolean; dryRun: boolean },
): Promise<AppsImport> {
  const now = services.clock();
  return inTransaction(services.db, async (tx) => {
    const present = await listApps(tx);
    const added: AppRow[] = [];
    const changed: ChangedApp[] = [];
    const unchanged: AppRow[] = [];
    for (const one of declared) {
      const before = present.find(({ name }) => name === one.name);
      if (!before) {
        const app = reshapeApp(shapeApp(one, now), { disabled: one.disabled ?? false }, now);
        if (!dryRun) await insertNew(tx, services, app);
        added.push(app);
        continue;
      }
      const change = changeTo(one, before);
      const after = reshapeApp(before, change, now);
      const result = dryRun
        ? { app: after, changed: partsChanged(before, after) }
        : await applyChange(tx, services, before, { change, now });
      if (result.changed.length > 0) changed.push(result);
      else unchanged.push(before);
    }
    const isOthers = ({ name, created_by: by }: AppRow) =>
      by === 'operator' && !declared.some((one) => one.name === name);
    const others = present.filter(isOthers);
    if (removeOthers && !dryRun) for (const app of others) await deleteWithAll(tx, services, app, now);
    return { added, changed, unchanged, others };
  });
}

function changeTo(declared: DeclaredApp, before: AppRow): AppChange {
  const { name, kind, redirects, logoutRedirects = [] } = declared;
  if (kind !== before.kind)
    throw new CliError(
      `${name} is of the kind ${before.kind} and can't become ${kind}.`,
      `Give the new one another name, or run "latchkey apps remove" first.`,
    );
  return {
    redirects: () => redirects,
    logoutRedirects: () => logoutRedirects,
    logoutUri: declared.logoutUri ?? '',
    firstParty: declared.firstParty ?? false,
    pkce: !declared.withoutPkce,
    refreshOverlap: declared.refreshOverlap ?? '0',
    scopes: declared.scopes ?? [],
    resource: declared.resource ?? '',
    disabled: declared.disabled ?? false,
  };
}
