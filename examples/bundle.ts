import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const compiled = (filter: RegExp, compile: (text: string, file: string) => Promise<string>): Plugin => ({
  name: 'compiled',
  setup({ onLoad }) {
    onLoad({ filter }, async ({ path }) => ({ contents: await compile(await readFile(path, 'utf8'), path) }));
  },
});

/** What Vite does for a project of yours. */
const vue = compiled(/\.vue$/, async (text, filename) => {
  const { compileScript, parse } = await import('vue/compiler-sfc');
  const { descriptor } = parse(text, { filename });
  const compilerOptions = { isCustomElement: (tag: string) => tag.includes('-') };
  const { content } = compileScript(descriptor, {
    id: filename,
    inlineTemplate: true,
    templateOptions: { compilerOptions },
  });
  return content;
});

const svelte = compiled(/\.svelte$/, async (text, filename) => {
  const { compile } = await import('svelte/compiler');
  return compile(text, { filename, generate: 'client' }).js.code;
});

/** The script of an example with its framework and the client, for a browser. */
export async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [here(entry)],
    bundle: true,
    format: 'esm',
    jsx: 'automatic',
    minify: true,
    conditions: ['browser', 'production'],
    define: { 'process.env.NODE_ENV': '"production"' },
    alias: { '@latchkey/client': here('../clients/js/dist') },
    plugins: [vue, svelte],
    // This repository's own pages are Preact; without this their settings would be found and used.
    tsconfigRaw: {},
    write: false,
  });
  return outputFiles.map(({ text }) => text).join('');
}
