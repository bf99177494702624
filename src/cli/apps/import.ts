import type { Flags } from '../../config/index.ts';
import { type AppsImport, appKinds, importApps, readAppsFile } from '../../operate/apps/index.ts';
import { withSecretKey } from '../accounts/database.ts';
import { readText } from '../accounts/import-file.ts';
import { count, jsonLine, print } from '../accounts/text.ts';
import { commandFor } from './text.ts';

export interface AppsImportFlags {
  readonly removeOthers?: true;
  readonly dryRun?: true;
  readonly json?: true;
}

/** Makes the apps what a file says, and reports each that was touched. */
export async function importFile(file: string, options: Flags & AppsImportFlags): Promise<void> {
  const { removeOthers = false, dryRun = false, json, ...flags } = options;
  const declared = await readAppsFile(await readText(file), file === '-' ? 'Standard input' : file);
  await withSecretKey(flags, async (services) => {
    const result = await importApps(services, declared, { removeOthers, dryRun });
    const how = { removeOthers, dryRun };
    await print(json ? jsonLine(reportJson(result, how)) : reportText(result, how));
  });
}

interface How {
  readonly removeOthers: boolean;
  readonly dryRun: boolean;
}

function reportJson({ added, changed, unchanged, others }: AppsImport, { removeOthers, dryRun }: How) {
  const names = (apps: AppsImport['added']) => apps.map(({ name }) => name);
  return {
    dryRun,
    added: added.map(({ id, name }) => ({ name, clientId: dryRun ? null : id })),
    changed: changed.map(({ app, changed: parts }) => ({ name: app.name, parts })),
    unchanged: names(unchanged),
    removed: removeOthers ? names(others) : [],
    leftAlone: removeOthers ? [] : names(others),
  };
}

function reportText(
  { added, changed, unchanged, others }: AppsImport,
  { removeOthers, dryRun }: How,
): string {
  const did = (done: string, would: string) => (dryRun ? would : done);
  const lines = [
    ...added.map(({ id, name, kind }) => {
      if (dryRun) return `Would add ${name}.`;
      const secret = appKinds[kind].hasSecret
        ? ` Create its secret with "${commandFor('new-secret', name)}".`
        : '';
      return `Added ${name} (${id}).${secret}`;
    }),
    ...changed.map(
      ({ app, changed: parts }) => `${did('Changed', 'Would change')} ${app.name}: ${parts.join(', ')}.`,
    ),
    ...(removeOthers ? others.map(({ name }) => `${did('Removed', 'Would remove')} ${name}.`) : []),
    ...(unchanged.length === 0 ? [] : [`Unchanged: ${count(unchanged.length, 'app')}.`]),
    ...(removeOthers || others.length === 0
      ? []
      : [`Not in the file, left alone: ${others.map(({ name }) => name).join(', ')}.`]),
  ];
  return lines.length === 0 ? 'The file has no apps. Nothing was changed.\n' : `${lines.join('\n')}\n`;
}
