import { isPermissionName, type Route } from '../../src/kit/http/index.ts';
import {
  builtInRoles,
  everyPermission,
  type Permission,
  permissionKinds,
  permissionsOf,
} from '../../src/people/roles/index.ts';
import { english } from '../../src/people/roles/words.ts';

/** What each permission and role lets people do, and which request needs which. */
export function rightsOf(all: readonly Route[]): string {
  const routes = all.filter(({ access }) => isPermissionName(access));
  return [
    introduction,
    table(
      ['permission', 'lets you', 'proof', ...builtInRoles],
      everyPermission.map((one) => [
        `\`${one}\``,
        english.permissions[one],
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
    impersonation,
    table(
      ['request'],
      all.filter(({ impersonated }) => impersonated).map(({ method, path }) => [`\`${method} ${path}\``]),
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

const impersonation = `
## As someone else

An administrator who has signed in as someone else (\`accounts:impersonate\`) can send these requests. Every other one that reads a
cookie answers \`impersonation-refused\`. \`test/flows/impersonation.test.ts\` sends them all.
`;
