import type { Flags } from '../../config/index.ts';
import { removeApp, showApp } from '../../operate/apps/index.ts';
import { withSecretKey } from '../accounts/database.ts';
import { count, print } from '../accounts/text.ts';

/** Removes an app, and says for how many people that ended something. */
export function removeOneApp(name: string, flags: Flags): Promise<void> {
  return withSecretKey(flags, async (services) => {
    const { people } = await showApp(services, name);
    const app = await removeApp(services, name);
    const ended = people === 0 ? '' : ` Ended what ${count(people, 'account')} allowed it.`;
    await print(`Removed ${app.name}.${ended}\n`);
  });
}
