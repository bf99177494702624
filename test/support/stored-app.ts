import type { Db } from '../../src/kit/db/index.ts';
import { days } from '../../src/kit/duration.ts';
import { newId } from '../../src/kit/ids.ts';
import { type AppRow, addApp } from '../../src/operate/apps/index.ts';
import { type GrantRow, insertGrant } from '../../src/people/grants/index.ts';
import { testKey } from './config.ts';
import { freshName } from './names.ts';

/** Writes the row of an app that has nothing else, for tests of what belongs to one. */
export async function storedApp(db: Db, now = 0, name = freshName('App')): Promise<AppRow> {
  const redirects = ['https://app.example.com/callback'];
  return (await addApp({ db, clock: () => now, secretKey: testKey }, { name, kind: 'spa', redirects })).app;
}

/** Writes what an account has allowed an app, in a session or, by null, beyond all of them. */
export async function storedGrant(
  db: Db,
  { app, account, session, now = 0 }: { app: string; account: string; session: string | null; now?: number },
  more: Partial<GrantRow> = {},
): Promise<string> {
  const grant: GrantRow = {
    ...{ id: newId(), app_id: app, account_id: account, session_id: session },
    scopes: JSON.stringify({ openid: session === null ? 'openid offline_access' : 'openid' }),
    ...{ created_at: now, used_at: now, expires_at: now + days(90), revoked_at: null, why: null },
    ...more,
  };
  await insertGrant(db, grant);
  return grant.id;
}
