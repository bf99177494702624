import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { transformSync } from 'esbuild';

/** Has Node import the pages as they are: it drops types by itself, but reads no JSX. */
export function readTsx(): void {
  registerHooks({
    load(url, context, next) {
      if (!url.endsWith('.tsx')) return next(url, context);
      const text = readFileSync(new URL(url), 'utf8');
      const { code } = transformSync(text, { loader: 'tsx', jsx: 'automatic', jsxImportSource: 'preact' });
      return { format: 'module', source: code, shortCircuit: true };
    },
  });
}
