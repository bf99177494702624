import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The app and React as one script for a browser. */
export async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('app.jsx', import.meta.url))],
    bundle: true,
    format: 'esm',
    jsx: 'automatic',
    minify: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    // This repository's own pages are Preact; without this their settings would be found and used.
    tsconfigRaw: {},
    write: false,
  });
  return outputFiles.map(({ text }) => text).join('');
}
