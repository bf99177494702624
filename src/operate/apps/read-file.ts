import { CliError } from '../../kit/failure.ts';
import { appKinds, requireAppName } from './app.ts';
import type { DeclaredApp } from './import.ts';
import type { AppKind } from './table.ts';

const members = [
  'name',
  'kind',
  'redirects',
  'logoutRedirects',
  'logoutUri',
  'firstParty',
  'withoutPkce',
  'refreshOverlap',
  'scopes',
  'resource',
  'disabled',
] as const;

type Member = (typeof members)[number];

/**
 * Reads a file of apps, in YAML or JSON: `apps`, a list with the members of `DeclaredApp`. `file` is how refusals name
 * it. Throws `CliError` for what can't be read.
 */
export async function readAppsFile(text: string, file: string): Promise<readonly DeclaredApp[]> {
  // Not by its names: a bundle gives a CommonJS module as the default alone.
  const { default: yaml } = await import('yaml');
  const document = yaml.parseDocument(text);
  const [fault] = document.errors;
  if (fault) {
    const line = fault.linePos?.[0].line;
    const [why = ''] = fault.message.split(/ at line|\n/);
    throw new CliError(
      `${file}${line === undefined ? '' : `, line ${line}`}: ${why}.`,
      'Fix it and import the file again.',
    );
  }
  const content = contentOf(document, file);
  const apps = isRecord(content) ? content.apps : undefined;
  if (!Array.isArray(apps) || Object.keys(content as object).length !== 1)
    throw new CliError(`${file} must hold one list called "apps".`, 'See docs/guide/apps.md for an example.');
  const read = apps.map((app, at) => readApp(app, `${file}, app ${at + 1}`));
  const twice = read.find(({ name }, at) => read.findIndex((one) => one.name === name) !== at);
  if (twice) throw new CliError(`${file} has ${twice.name} twice.`, 'Give each app a name of its own.');
  return read;
}

function contentOf(document: { toJS(): unknown }, file: string): unknown {
  try {
    return document.toJS();
  } catch {
    // Aliases that hold aliases grow beyond all bounds.
    throw new CliError(`${file} has too many aliases.`, 'Write the apps out.');
  }
}

function readApp(value: unknown, place: string): DeclaredApp {
  if (!isRecord(value)) throw refusal(place, 'must be an object');
  const unknown = Object.keys(value).find((name) => !members.includes(name as Member));
  if (unknown !== undefined)
    throw refusal(place, `has ${JSON.stringify(unknown)}, but only ${members.join(', ')} are known`);
  const { name, kind = 'web' } = value;
  if (typeof name !== 'string') throw refusal(place, 'needs a name');
  if (typeof kind !== 'string' || !isKind(kind))
    throw refusal(`${place} (${name})`, `has a kind other than ${Object.keys(appKinds).join(', ')}`);
  const list = (member: Member, what = 'addresses'): readonly string[] => {
    const { [member]: given = [] } = value;
    if (Array.isArray(given) && given.every((one) => typeof one === 'string')) return given;
    throw refusal(`${place} (${name})`, `has "${member}", which must be a list of ${what}`);
  };
  const address = (member: Member, what = 'an address'): string | undefined => {
    const { [member]: given } = value;
    if (given === undefined || (typeof given === 'string' && given !== '')) return given;
    throw refusal(`${place} (${name})`, `has "${member}", which must be ${what}`);
  };
  const flag = (member: Member): boolean => {
    const { [member]: given = false } = value;
    if (typeof given === 'boolean') return given;
    throw refusal(`${place} (${name})`, `has "${member}", which must be true or false`);
  };
  const logoutUri = address('logoutUri');
  const refreshOverlap = address('refreshOverlap', 'a time such as 30s');
  const resource = address('resource');
  return {
    name: requireAppName(name),
    kind,
    redirects: list('redirects'),
    logoutRedirects: list('logoutRedirects'),
    ...(logoutUri !== undefined && { logoutUri }),
    firstParty: flag('firstParty'),
    withoutPkce: flag('withoutPkce'),
    ...(refreshOverlap !== undefined && { refreshOverlap }),
    scopes: list('scopes', 'scopes'),
    ...(resource !== undefined && { resource }),
    disabled: flag('disabled'),
  };
}

const refusal = (place: string, why: string): CliError =>
  new CliError(`${place} ${why}.`, 'Fix it and import the file again. Nothing was changed.');

const isKind = (text: string): text is AppKind => Object.hasOwn(appKinds, text);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
