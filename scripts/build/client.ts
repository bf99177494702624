import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { put, withCompressed } from './compressed.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const source = join(root, 'clients/js/src');

/** What the package's `exports` name. */
const doors = ['index', 'element', 'react', 'vue', 'svelte', 'server'];

const common = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  legalComments: 'none',
} as const;

/** On a server both stand side by side, so a page that takes both loads the client once. */
const besideClient: Plugin = {
  name: 'beside-client',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/index\.ts$/ }, () => ({ path: './client.js', external: true }));
  },
};

/** Builds `@latchkey/client`: its package in clients/js/dist, and what the server itself serves of it in dist/client. */
export async function buildClient(): Promise<void> {
  const { metafile } = await build({
    ...common,
    entryPoints: doors.map((name) => join(source, `${name}.ts`)),
    outdir: 'clients/js/dist',
    splitting: true,
    external: ['react', 'vue'],
    metafile: true,
  });
  const made = new Set(Object.keys(metafile.outputs).map((file) => basename(file)));
  const dist = join(root, 'clients/js/dist');
  const stale = (await readdir(dist)).filter((file) => file.endsWith('.js') && !made.has(file));
  await Promise.all(stale.map((file) => rm(join(dist, file))));
  for (const [file, name, plugins] of [
    ['client.js', 'index.ts', []],
    ['element.js', 'element.ts', [besideClient]],
  ] as const) {
    const entryPoints = [join(source, name)];
    const { outputFiles } = await build({
      ...common,
      entryPoints,
      minify: true,
      plugins: [...plugins],
      write: false,
    });
    for (const [path, contents] of withCompressed(file, outputFiles[0]?.contents ?? '')) {
      await put(join(root, 'dist/client'), path, contents);
    }
  }
}
