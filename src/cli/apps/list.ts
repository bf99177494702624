import type { Flags } from '../../config/index.ts';
import { isoTime } from '../../kit/clock.ts';
import { type AppOverview, listOverviews } from '../../operate/apps/index.ts';
import { withDatabase } from '../accounts/database.ts';
import { columns, count, jsonLine, print, tell, timeText } from '../accounts/text.ts';
import { appJson, serverKeys } from './text.ts';

const header = ['Name', 'Kind', 'Client ID', 'Last used (UTC)', 'People', 'Notes'];

/** Prints all apps by name, as a table or as one JSON object per line. */
export function listAllApps({ json, ...flags }: Flags & { json?: true }): Promise<void> {
  return withDatabase(
    flags,
    async (services) => {
      const apps = await listOverviews(services);
      if (json) {
        const lines = apps.map((one) =>
          jsonLine({
            ...appJson(services.config, one.app),
            people: one.people,
            lastUsedAt: one.lastUsedAt === null ? null : isoTime(one.lastUsedAt),
          }),
        );
        await print(lines.join(''));
      } else if (apps.length === 0) await tell('No apps yet. Add one with "latchkey apps add".\n');
      else await print(`${columns([header, ...apps.map(rowOf)])}\n${count(apps.length, 'app')}.\n`);
    },
    serverKeys,
  );
}

function rowOf({ app, people, lastUsedAt }: AppOverview): string[] {
  const notes = [
    ...(app.disabled_at === null ? [] : ['turned off']),
    ...(app.pkce === 1 ? [] : ['PKCE off']),
    ...(app.first_party === 1 ? ['first-party'] : []),
  ];
  return [
    app.name,
    app.kind,
    app.id,
    lastUsedAt === null ? 'never' : timeText(lastUsedAt).slice(0, -3),
    String(people).padStart('People'.length),
    notes.join(', '),
  ];
}
