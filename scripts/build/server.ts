import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { readLicences } from './licences.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const out = join(root, 'dist');

/** What Node starts: the command line, the thread that checkpoints SQLite, and a worker of the server. */
const programs = {
  main: 'src/cli/main.ts',
  'checkpoint-worker': 'src/kit/db/wal/checkpoint-worker.ts',
  'worker-process': 'src/start/workers/worker-process.ts',
};

/** What the server reads from beside itself. */
const files = [
  'src/factors/password/common-passwords.txt',
  'src/kit/confusables.txt',
  'src/kit/secret-words.txt',
];

/** What the licences of the libraries ask for: their text goes along with what is built of them. */
const licences = 'licences.txt';

/**
 * Bundles the server with its libraries into a few files, all in one folder: a start reads these instead of a
 * thousand, which took it half of its time. What only some starts need stays a file of its own. Names and lines stay
 * readable, so that a stack trace tells where it was. `assetFiles` are what the browser's bundles are made of, for the
 * licences.
 */
export async function buildServer(assetFiles: readonly string[]): Promise<void> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: Object.entries(programs).map(([name, source]) => ({ in: source, out: name })),
    outdir: out,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    // Native code stays where npm has put it; `pg-native` is not installed, and pg asks for it only to see.
    external: ['@node-rs/argon2', 'pg-native'],
    banner: { js: requireForLibraries },
    plugins: [loadedWhenUsed],
    // Their licences are written to a file of their own.
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
  });
  const kept = new Set(['assets', 'client']);
  for (const file of Object.keys(metafile.outputs)) {
    await writeInAscii(join(root, file));
    kept.add(relative('dist', file).split(sep)[0] ?? '');
  }
  for (const file of files) {
    const name = file.split('/').at(-1) ?? '';
    await copyFile(join(root, file), join(out, name));
    kept.add(name);
  }
  await writeFile(
    join(out, licences),
    await readLicences(root, [...Object.keys(metafile.inputs), ...assetFiles]),
  );
  kept.add(licences);
  const stale = (await readdir(out)).filter((name) => !kept.has(name));
  await Promise.all(stale.map((name) => rm(join(out, name), { recursive: true })));
}

/**
 * Fastify and the library of the metrics ask for HTTP/2 and TLS in case they serve or call by them, which this server leaves to
 * others: loading them takes 8 MB.
 */
const loadedWhenUsed: Plugin = {
  name: 'loaded when used',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?(http2|https)$/ }, ({ path, importer, kind }) =>
      kind === 'require-call' && /node_modules\/(fastify|prom-client)\//.test(importer)
        ? { path, namespace: 'loaded-when-used' }
        : undefined,
    );
    onLoad({ filter: /./, namespace: 'loaded-when-used' }, ({ path }) => ({
      contents: `module.exports = new Proxy({}, { get: (_, name) => require(${JSON.stringify(path)})[name] });`,
    }));
  },
};

/**
 * V8 keeps a file as one byte a character only where it is all ASCII; the name of an author in a comment would cost two for each.
 * The bundler has escaped what is code, so what is left stands in comments.
 */
async function writeInAscii(file: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const ascii = text.replaceAll(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  if (ascii !== text) await writeFile(file, ascii);
}

/** Libraries that are no ES modules load what Node brings along by `require`. */
const requireForLibraries = `import { createRequire as createRequireOfNode } from 'node:module';
const require = createRequireOfNode(import.meta.url);`;
