import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export interface ShippedChromium {
  readonly executable: string;
  /** NSS and its like, for a system that lacks them. */
  readonly libraries: string;
  /** The system's fonts, and one that is shipped, for a system that has none. */
  readonly fontconfig: string;
}

const modules = fileURLToPath(new URL('../../node_modules/', import.meta.url));

/** Unpacks the Chromium of the package `@sparticuz/chromium` once, for this and all later runs. */
export async function shippedChromium(): Promise<ShippedChromium> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`has no Chromium for ${process.platform} on ${process.arch}`);
  }
  const manifest = join(modules, '@sparticuz/chromium/package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const folder = join(modules, '.cache', `chromium-${version}`);
  if (!existsSync(folder)) return placesIn(await unpack(folder));
  return placesIn(folder);
}

const placesIn = (folder: string): ShippedChromium => ({
  executable: join(folder, 'chromium'),
  libraries: join(folder, 'al2023', 'lib'),
  fontconfig: join(folder, 'fonts.conf'),
});

/** Two workers may unpack at once: each does so in a folder of its own, and the first one's gets the name. */
async function unpack(folder: string): Promise<string> {
  await mkdir(dirname(folder), { recursive: true });
  const fresh = await mkdtemp(`${folder}-`);
  await promisify(execFile)(
    process.execPath,
    [fileURLToPath(new URL('./unpack-chromium.ts', import.meta.url))],
    {
      // The package unpacks into the temporary folder, its libraries only where it takes the machine for a Lambda.
      env: { ...process.env, TMPDIR: fresh, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
    },
  );
  // Root may have unpacked it for a user who runs the tests next.
  await Promise.all([fresh, join(fresh, 'chromium')].map((path) => chmod(path, 0o755)));
  await writeFile(join(fresh, 'fonts.conf'), fontconfig(folder));
  try {
    await rename(fresh, folder);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

const fontconfig = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`;
