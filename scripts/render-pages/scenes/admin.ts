import { registered } from '../people.ts';
import { inBothModes, type Scene, type Stage } from '../stage.ts';

const setupSecret = 'mdq8R4sVb2Xn7Lw0TzKe5Yc9HuGf3JpA6iEo1DkQ';

/** How the first administrator comes to be where nobody can run a command. */
async function setUp(stage: Stage): Promise<void> {
  await stage.visitor().open('/setup', 'setup-stranger');
  const self = await registered(stage);
  await self.open('/setup', 'setup');
  await self.send('/setup', { secret: 'not the one' }, 'setup-refused');
  await self.send('/setup', { secret: setupSecret }, 'setup-done');
  await stage.visitor().open('/setup', 'setup-closed');
}

export const adminScenes: readonly Scene[] = inBothModes('70-admin', setUp, { admin: { setupSecret } });
