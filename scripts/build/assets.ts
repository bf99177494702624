import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join, parse, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { put, withCompressed } from './compressed.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const out = join(root, 'dist/assets');
const written = new Set<string>();

/** Bundled and minified. Logical name to source; the strength of passwords becomes a chunk of its own. */
const bundled = {
  'page.js': 'browser/page.ts',
  'password.js': 'browser/password.ts',
  'link-token.js': 'browser/link-token.ts',
  'data-editor.js': 'browser/data-editor.ts',
  'passkey.js': 'browser/passkey.ts',
  'challenge.js': 'browser/challenge.ts',
  'reference.js': 'browser/reference.ts',
  'recovery-codes.js': 'browser/recovery-codes.ts',
  'account.js': 'browser/account.ts',
  'waiting.js': 'browser/waiting.ts',
  'trails.js': 'browser/trails.ts',
  'console.js': 'browser/console.ts',
  'altcha-worker.js': 'node_modules/altcha/dist/workers/pbkdf2.js',
  'latchkey.css': 'src/kit/ui/latchkey.css',
  'console.css': 'src/kit/ui/console.css',
  'altcha.css': 'node_modules/altcha/dist/external/altcha.css',
};

/** Taken as they are: already built for the browser, and too large to parse on every start. */
const copied = {
  'favicon.svg': 'src/kit/ui/favicon.svg',
  'scalar.js': 'vendor/scalar/standalone.js',
};

/**
 * Builds what a browser loads: dist/assets/ with a hash in each name, copies with gzip and Brotli beside, and manifest.json.
 * Answers the files that the bundles are made of.
 */
export async function buildAssets(): Promise<string[]> {
  const manifest: Record<string, string> = {};
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: Object.entries(bundled).map(([name, source]) => ({ in: source, out: parse(name).name })),
    outdir: 'dist/assets',
    entryNames: '[name].[hash]',
    chunkNames: '[name].[hash]',
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    legalComments: 'eof',
    metafile: true,
    write: false,
  });

  for (const [name, source] of Object.entries(bundled)) {
    const built = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint === source);
    if (!built) throw new Error(`${source} wasn't built.`);
    manifest[name] = relative('dist/assets', built[0]);
  }
  await Promise.all(outputFiles.map(({ path, contents }) => store(parse(path).base, contents)));

  for (const [name, source] of Object.entries(copied)) {
    const contents = withoutSourceMap(await readFile(join(root, source), 'utf8'));
    const hash = createHash('sha256').update(contents).digest('hex').slice(0, 8);
    const { name: stem, ext } = parse(name);
    manifest[name] = `${stem}.${hash}${ext}`;
    await store(manifest[name], contents);
  }

  await write('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`);

  // Old ones go last, for a server that runs meanwhile.
  const stale = (await readdir(out)).filter((file) => !written.has(file));
  await Promise.all(stale.map((file) => rm(join(out, file), { force: true })));
  return Object.keys(metafile.inputs);
}

/** A browser's tools would ask for a map that is not served. */
function withoutSourceMap(text: string): string {
  return text.replace(/\n\/\/# sourceMappingURL=\S+\s*$/, '\n');
}

async function store(file: string, contents: Uint8Array | string): Promise<void> {
  for (const one of withCompressed(file, contents)) await write(...one);
}

async function write(file: string, contents: Uint8Array | string): Promise<void> {
  written.add(file);
  await put(out, file, contents);
}
