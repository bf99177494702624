import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Ended, installApart, runIn } from './install-apart.ts';

const folder = fileURLToPath(new URL('../../tools/', import.meta.url));

/** Neither tells its makers that it runs, nor asks them whether there is a newer one. */
const quiet = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', SCARF_ANALYTICS: 'false' };

const run = (program: string, args: readonly string[], cwd = folder): Promise<Ended> =>
  runIn(cwd, program, args, quiet);

/** Installs what `tools/package-lock.json` names, unless that is there already. */
export const installTools = (): Promise<void> => installApart(folder);

/** Runs a script of an installed package in the folder `cwd`; gives what it printed. Throws when it fails. */
export async function runTool(script: string, args: readonly string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await run(process.execPath, [toolPath(script), ...args], cwd);
  if (code !== 0) throw new Error(`${script} ended with ${code}:\n${stdout}${stderr}`);
  return stdout;
}

/** The path of a file of an installed package. */
export function toolPath(file: string): string {
  return join(folder, 'node_modules', file);
}

interface RedoclyReport {
  readonly problems: readonly {
    readonly ruleId: string;
    readonly message: string;
    readonly location: readonly { readonly pointer?: string }[];
  }[];
}

interface SpectralFault {
  readonly code: string;
  readonly message: string;
  readonly path: readonly (string | number)[];
}

/**
 * What Redocly and Spectral find wrong with a description of the API, by the rules that each recommends: errors, warnings
 * and hints, each as a sentence with its place.
 *
 * @param file the path of the description; the tools must be installed.
 */
export async function findApiFaults(file: string): Promise<string[]> {
  const [redocly, spectral] = await Promise.all([
    run(process.execPath, [
      toolPath('@redocly/cli/bin/cli.js'),
      ...['lint', file, '--config', 'redocly.yaml', '--format', 'json', '--max-problems', '1000'],
    ]),
    run(process.execPath, [
      toolPath('@stoplight/spectral-cli/dist/index.js'),
      ...['lint', file, '--ruleset', 'spectral.yaml', '--format', 'json', '--quiet'],
    ]),
  ]);
  const { problems } = reportOf<RedoclyReport>('Redocly', redocly);
  const faults = reportOf<readonly SpectralFault[]>('Spectral', spectral);
  return [
    ...problems.map(
      ({ ruleId, message, location: [place] }) => `Redocly: ${place?.pointer ?? '#/'} ${ruleId}: ${message}`,
    ),
    ...faults.map(({ code, message, path }) => `Spectral: #/${path.join('/')} ${code}: ${message}`),
  ];
}

/** Whoever reports nothing has not looked. */
function reportOf<Report>(name: string, { code, stdout, stderr }: Ended): Report {
  try {
    return JSON.parse(stdout) as Report;
  } catch {
    throw new Error(`${name} ended with ${code} and no report:\n${stdout}${stderr}`);
  }
}
