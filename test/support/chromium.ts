import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { shippedChromium } from './shipped-chromium.ts';

/** A Chromium that may run here: where it is, and what it needs in its environment. */
export interface Candidate {
  readonly name: string;
  readonly executable: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Where Linux, macOS and Windows usually have one. */
const usualPlaces = [
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'].flatMap(
    (name) => [`/usr/bin/${name}`, `/usr/local/bin/${name}`, `/snap/bin/${name}`],
  ),
  '/opt/google/chrome/chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ...[process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [
      join(folder, 'Google/Chrome/Application/chrome.exe'),
      join(folder, 'Microsoft/Edge/Application/msedge.exe'),
    ]),
];

const flags = ['--disable-gpu', '--font-render-hinting=none', '--force-color-profile=srgb'];

let chosen: Candidate | undefined;

/**
 * Starts a headless Chromium: the one in `CHROMIUM_PATH`, else the one that comes with the dev dependencies, else
 * an installed one. Each is really tried; when none runs, the error says why not and how to get one.
 */
export async function launchChromium(): Promise<Browser> {
  if (chosen) return launch(chosen);
  const started = await firstThatRuns(candidates());
  chosen = started.candidate;
  return started.browser;
}

/** Tries one after the other until one shows a page. */
export async function firstThatRuns(
  candidates: AsyncIterable<Candidate | Error>,
): Promise<{ browser: Browser; candidate: Candidate }> {
  const failures: string[] = [];
  for await (const candidate of candidates) {
    if (candidate instanceof Error) {
      failures.push(candidate.message);
      continue;
    }
    try {
      return { browser: await tried(candidate), candidate };
    } catch (error) {
      failures.push(`${candidate.name} (${candidate.executable}): ${firstLines(error)}`);
    }
  }
  throw new Error(
    [
      'No Chromium runs here, so the browser tests cannot. Tried:',
      ...failures.map((failure) => `  - ${failure}`),
      'Install one (on Debian and Ubuntu: apt-get install chromium), or set CHROMIUM_PATH to its executable.',
    ].join('\n'),
  );
}

async function* candidates(): AsyncGenerator<Candidate | Error> {
  const given = process.env.CHROMIUM_PATH;
  if (given) yield { name: 'CHROMIUM_PATH', executable: given };
  else yield new Error('CHROMIUM_PATH is not set');
  yield* shipped();
  const installed = usualPlaces.filter((path) => existsSync(path));
  if (installed.length === 0) yield new Error('nothing is installed in the usual places');
  for (const executable of installed) yield { name: 'installed', executable };
}

/** With the system's own libraries first: the shipped ones are for a system that has none. */
async function* shipped(): AsyncGenerator<Candidate | Error> {
  try {
    const { executable, libraries, fontconfig } = await shippedChromium();
    const environment = { FONTCONFIG_FILE: fontconfig };
    yield { name: '@sparticuz/chromium', executable, environment };
    const path = [libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter);
    yield {
      name: '@sparticuz/chromium with its own libraries',
      executable,
      environment: { ...environment, LD_LIBRARY_PATH: path },
    };
  } catch (error) {
    yield new Error(`@sparticuz/chromium: ${firstLines(error)}`);
  }
}

async function tried(candidate: Candidate): Promise<Browser> {
  const browser = await launch(candidate);
  try {
    const page = await browser.newPage();
    await page.setContent('<p>ready</p>');
    await page.close();
    return browser;
  } catch (error) {
    await browser.close();
    throw error;
  }
}

function launch({ executable, environment }: Candidate): Promise<Browser> {
  return chromium.launch({
    executablePath: executable,
    args: flags,
    env: { ...process.env, ...environment },
    timeout: 30_000,
  });
}

const firstLines = (error: unknown): string => {
  const lines = (error instanceof Error ? error.message : String(error)).split('\n');
  const reason = lines.find((line) => /error while loading|cannot|ENOENT|EACCES/i.test(line));
  return [...new Set([lines[0], reason?.trim()])].filter(Boolean).join(' ');
};
