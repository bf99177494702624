import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/kit/db/index.ts';
import { isPermissionName, type Route } from '../../src/kit/http/index.ts';
import {
  builtInRoles,
  everyPermission,
  type Permission,
  permissionKinds,
  permissionsOf,
} from '../../src/people/roles/index.ts';
import { allRoutes } from '../../src/server.ts';
import { english } from '../../src/words.ts';
import { buildApp } from '../../test/support/app.ts';

/** docs/reference/rights.md: what each permission and role lets people do, and which request needs which. */
export async function makeRightsReference(): Promise<string> {
  const routes = (await everyRoute()).filter(({ access }) => isPermissionName(access));
  return [
    introduction,
    table(
      ['permission', 'lets you', 'proof', ...builtInRoles],
      everyPermission.map((one) => [
        `\`${one}\``,
        english.roles.permissions[one],
        proofs[permissionKinds[one]],
        ...marks(one),
      ]),
    ),
    requests,
    table(
      ['request', 'permission', ...builtInRoles],
      routes.map(({ method, path, access }) => [
        `\`${method} ${path}\``,
        `\`${access}\``,
        ...marks(access as Permission),
      ]),
    ),
    '',
  ].join('\n');
}

const proofs = {
  read: 'session',
  act: 'identity confirmed',
  person: 'identity confirmed, in person',
} as const;

function marks(permission: Permission): string[] {
  return builtInRoles.map((id) => {
    const held: readonly string[] = ['console:open', ...permissionsOf({ id, permissions: '[]' })];
    return held.includes(permission) ? '✓' : '–';
  });
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

/** As in production: what development adds is for nobody but the developer. */
async function everyRoute(): Promise<Route[]> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-rights-'));
  const database = openDatabase({ file: join(folder, 'rights.sqlite') });
  try {
    const settings = { mode: 'production', publicUrl: 'https://login.example.com' } as const;
    const { app, services } = await buildApp(database, settings);
    const routes = allRoutes(services, '');
    await app.close();
    return routes;
  } finally {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const introduction = `<!-- Made from the routes and src/people/roles/permissions.ts by "npm run generate". -->
# Who may do what

What each role lets administrators do, and which request needs which permission. \`test/flows/rights.test.ts\` sends every
request as everybody, and compares the answers with this page.

The roles administrator, support, operator and auditor are built in. Create your own with \`latchkey roles create\`. Nobody can
grant a permission that they don't have, or act on an account that may do what they may not.

Every permission takes a session that was opened with a second factor. Where the table says "identity confirmed", it also
takes a confirmation of the last ten minutes. What is to be done "in person" can't be done with a token of a program.

## Permissions

`;

const requests = `
## Requests
`;
