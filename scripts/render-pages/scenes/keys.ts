import { minutes } from '../../../src/kit/duration.ts';
import { saveResource } from '../../../src/operate/apps/index.ts';
import { registered } from '../people.ts';
import { inBothModes, type Scene, type Stage } from '../stage.ts';

async function keep(stage: Stage): Promise<void> {
  const self = await registered(stage);
  await self.open('/account/keys', 'none');
  await self.open('/account/keys/new', 'new');
  await self.send('/account/keys/new', { name: '', days: '90' }, 'refused');
  await self.send('/account/keys/new', { name: 'Backup', scopes: 'everything', days: '90' }, 'no-such-scope');
  const scopes = 'account:read\ndata:read';
  await self.send('/account/keys/new', { name: 'Nightly backup', scopes, days: '30' }, 'made');
  await saveResource(stage.services, {
    url: 'https://notes.example.com/',
    name: 'Notes',
    scopes: { 'notes:read': 'Read your notes', 'notes:write': 'Write notes' },
  });
  await self.open('/account/keys/new', 'new-with-resource');
  await self.send(
    '/account/keys/new',
    { name: 'W'.repeat(60), scopes: 'https://notes.example.com/ notes:read', days: '365' },
    'made-long',
  );
  const { keys } = (await self.call('GET', '/api/me/keys')) as { keys?: { id: string }[] };
  stage.clock.advance(minutes(11));
  await self.open('/account/keys/new', 'new-unconfirmed');
  await self.send('/account/keys/new', { name: 'Backup', scopes, days: '30' }, 'make-unconfirmed');
  await stage.database.db
    .updateTable('access_keys')
    .set({ expires_at: 1 })
    .where('name', 'like', 'N%')
    .execute();
  await self.open('/account/keys', 'list');
  await self.send(`/account/keys/${keys?.[0]?.id}/revoke`, {}, 'revoked');
  await self.send(`/account/keys/${keys?.[0]?.id}/revoke`, {}, 'revoked-already');
}

export const keyScenes: readonly Scene[] = inBothModes('60-keys', keep);
