import { type Command, Option } from 'commander';
import type { Flags } from '../../config/index.ts';
import { asGroup, several, withDataFlags, withExamples } from '../command.ts';
import type { AddFlags } from './add.ts';
import type { CheckFlags } from './check.ts';
import type { AppsImportFlags } from './import.ts';
import type { SetFlags } from './set.ts';
import { softwareNames } from './software.ts';

export function registerApps(program: Command): void {
  const apps = program
    .command('apps')
    .summary('Add, list, change, check or remove apps people sign in to')
    .description(
      'Manage the apps that people sign in to with their account here, by OpenID Connect. The server may be running or ' +
        'stopped, and a running one uses changes immediately.',
    );
  withExamples(asGroup(apps), [
    [
      'Let people sign in to Grafana',
      'latchkey apps add Grafana --for grafana \\',
      '  --redirect https://grafana.example.com/login/generic_oauth',
    ],
    ["Find out why an app's requests are refused", 'latchkey apps check Grafana'],
  ]);
  registerAdd(apps);
  registerList(apps);
  registerShow(apps);
  registerSet(apps);
  registerRemove(apps);
  registerNewSecret(apps);
  registerImport(apps);
  registerCheck(apps);
}

const whichApp = 'Name or client ID of the app';

function registerAdd(apps: Command): void {
  const add = apps
    .command('add')
    .summary('Add an app and print the settings to paste into it')
    .description(
      'Add an app. Prints its client ID, its secret, which is never shown again, and with --for the settings to paste ' +
        'into that software.',
    )
    .argument('<name>', 'Name that people see when they are asked to allow it')
    .addOption(
      new Option(
        '--kind <kind>',
        'How it is built: on a server, in a browser, on a device, or without people',
      )
        .choices(['web', 'spa', 'native', 'machine', 'device'])
        .default('web'),
    )
    .addOption(
      several('--redirect <url>', 'Address that people are sent back to, exactly as the app sends it'),
    )
    .addOption(several('--logout-redirect <url>', 'Address that people are sent back to after signing out'))
    .option('--logout-uri <url>', 'Address where the app is told that a session has ended')
    .option('--first-party', 'It is your own: people are not asked to allow it')
    .option('--without-pkce', "Allow sign-ins without PKCE, for software that can't send it")
    .addOption(
      several('--scope <scope>', 'Scope of a resource that a machine may ask for; every one if left out'),
    )
    .option('--resource <url>', 'The API that it is: it may look up access keys for that API')
    .addOption(new Option('--for <software>', 'Print the settings of this software').choices(softwareNames))
    .option('--json', 'Print a JSON object')
    .action(async (name: string, options: Flags & AddFlags) => {
      const { addOneApp } = await import('./add.ts');
      await addOneApp(name, options);
    });
  withExamples(withDataFlags(add), [
    [
      'Let people sign in to Grafana',
      'latchkey apps add Grafana --for grafana \\',
      '  --redirect https://grafana.example.com/login/generic_oauth',
    ],
    [
      'Add a single-page app of your own',
      'latchkey apps add Shop --kind spa --first-party \\',
      '  --redirect https://shop.example.com/callback',
    ],
  ]);
}

function registerList(apps: Command): void {
  const list = apps
    .command('list')
    .summary('List apps')
    .description('List all apps by name, with what is unusual about them.')
    .option('--json', 'Print one JSON object per line')
    .action(async (options: Flags & { json?: true }) => {
      const { listAllApps } = await import('./list.ts');
      await listAllApps(options);
    });
  withExamples(withDataFlags(list), [['List all apps', 'latchkey apps list']]);
}

function registerShow(apps: Command): void {
  const show = apps
    .command('show')
    .summary('Show an app with its addresses, secrets and use')
    .description(
      'Show an app: its addresses, what it may ask for, when its secrets end and how many people use it.',
    )
    .argument('<name>', whichApp)
    .option('--json', 'Print a JSON object')
    .action(async (name: string, options: Flags & { json?: true }) => {
      const { showOneApp } = await import('./show.ts');
      await showOneApp(name, options);
    });
  withExamples(withDataFlags(show), [['Look up the redirect addresses', 'latchkey apps show Grafana']]);
}

function registerSet(apps: Command): void {
  const set = apps
    .command('set')
    .summary('Change an app')
    .description('Change an app. What you leave out stays as it is.')
    .argument('<name>', whichApp)
    .addOption(several('--redirect <url>', 'Add an address that people are sent back to'))
    .addOption(several('--remove-redirect <url>', 'Remove one of them'))
    .addOption(
      several('--logout-redirect <url>', 'Add an address that people are sent back to after signing out'),
    )
    .addOption(several('--remove-logout-redirect <url>', 'Remove one of them'))
    .option('--logout-uri <url>', 'Address where the app is told that a session has ended; "" for none')
    .option('--first-party', 'It is your own: people are not asked to allow it')
    .option('--no-first-party', 'Ask people to allow it')
    .addOption(
      new Option('--without-pkce', "Allow sign-ins without PKCE, for software that can't send it").conflicts(
        'withPkce',
      ),
    )
    .option('--with-pkce', 'Require PKCE')
    .option(
      '--refresh-overlap <duration>',
      'Answer a refresh token that is used again within this time with the same new one, up to 60s',
    )
    .addOption(
      several('--scope <scope>', 'Scope that a machine may ask for, instead of those before').conflicts(
        'allScopes',
      ),
    )
    .option('--all-scopes', 'Let a machine ask for every scope of every resource')
    .option('--resource <url>', 'The API that it is: it may look up access keys for that API; "" for none')
    .addOption(new Option('--disable', 'Refuse all of its requests, and keep it').conflicts('enable'))
    .option('--enable', 'Accept its requests again')
    .action(async (name: string, options: Flags & SetFlags) => {
      const { setApp } = await import('./set.ts');
      await setApp(name, options);
    });
  withExamples(withDataFlags(set), [
    [
      'Add a redirect address',
      'latchkey apps set Grafana \\',
      '  --redirect https://grafana.example.net/login/generic_oauth',
    ],
    ['Turn an app off for now', 'latchkey apps set Grafana --disable'],
  ]);
}

function registerRemove(apps: Command): void {
  const remove = apps
    .command('remove')
    .summary('Remove an app')
    .description('Remove an app with its secrets, its tokens and everything that people allowed it.')
    .argument('<name>', whichApp)
    .action(async (name: string, flags: Flags) => {
      const { removeOneApp } = await import('./remove.ts');
      await removeOneApp(name, flags);
    });
  withExamples(withDataFlags(remove), [['Remove Grafana', 'latchkey apps remove Grafana']]);
}

function registerNewSecret(apps: Command): void {
  const renew = apps
    .command('new-secret')
    .summary('Create a new secret for an app')
    .description('Create a new secret for an app and print it. The old one works for 24 more hours.')
    .argument('<name>', whichApp)
    .option('--json', 'Print a JSON object')
    .action(async (name: string, options: Flags & { json?: true }) => {
      const { newSecret } = await import('./new-secret.ts');
      await newSecret(name, options);
    });
  withExamples(withDataFlags(renew), [['Replace the secret of Grafana', 'latchkey apps new-secret Grafana']]);
}

function registerImport(apps: Command): void {
  const command = apps
    .command('import')
    .summary('Make the apps what a file says')
    .description(
      'Add and change apps until they are what a YAML or JSON file says, completely or not at all. Running it again ' +
        'changes nothing. Apps that the file leaves out stay, unless you pass --remove-others. Secrets are not in the ' +
        'file: create one for each new app with "latchkey apps new-secret".',
    )
    .argument('<file>', 'File to read, or "-" for standard input')
    .option('--remove-others', 'Remove apps that the file leaves out')
    .option('--dry-run', 'Show the result without writing anything')
    .option('--json', 'Print a JSON object')
    .action(async (file: string, options: Flags & AppsImportFlags) => {
      const { importFile } = await import('./import.ts');
      await importFile(file, options);
    });
  withExamples(withDataFlags(command), [
    ['Show what would change', 'latchkey apps import apps.yaml --dry-run'],
    ['Keep the apps in version control', 'latchkey apps import apps.yaml --remove-others'],
  ]);
}

function registerCheck(apps: Command): void {
  const check = apps
    .command('check')
    .summary("Say what would be refused of an app's requests")
    .description(
      "Say what would be refused of an app's requests, and what to change. With --redirect, say where that address " +
        'differs from the registered ones. The exit code is 1 if something would be refused.',
    )
    .argument('<name>', whichApp)
    .option('--redirect <url>', 'Redirect address that the app sends')
    .option('--json', 'Print a JSON object')
    .action(async (name: string, options: Flags & CheckFlags) => {
      const { checkApp } = await import('./check.ts');
      await checkApp(name, options);
    });
  withExamples(withDataFlags(check), [
    ['Check Grafana', 'latchkey apps check Grafana'],
    [
      "Find out why Grafana's redirect address is refused",
      'latchkey apps check Grafana --redirect https://grafana.example.com/cb',
    ],
  ]);
}
