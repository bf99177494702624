/** Serves an example from a port of its own: `npx node examples/serve.ts plain`, and a port if you like. */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';

export type Example = keyof typeof files;

const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8');

const bundled = (folder: string, entry: string) => ({
  '/': () => read(`${folder}/index.html`),
  '/app.js': async () => (await import('./bundle.ts')).bundle(`${folder}/${entry}`),
  '/example.css': () => read('example.css'),
});

const files = {
  plain: {
    '/': () => read('plain/index.html'),
    '/app.js': () => read('plain/app.js'),
    '/client.js': () => read('../dist/client/client.js'),
    '/example.css': () => read('example.css'),
  },
  react: bundled('react', 'app.jsx'),
  vue: bundled('vue', 'main.js'),
  svelte: bundled('svelte', 'main.js'),
};

const types: Record<string, string> = { '': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

/** Listens on 127.0.0.1; port 0 picks a free one. Answers the address of the page. */
export function serveExample(example: Example, port = 0): Promise<{ url: string; server: Server }> {
  const server = createServer(async (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    const file = new Map(Object.entries(files[example])).get(path);
    if (!file) {
      response.writeHead(404).end();
      return;
    }
    const text = await file();
    response.writeHead(200, { 'content-type': `${types[extname(path)]}; charset=utf-8` }).end(text);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      resolve({ url: `http://localhost:${(server.address() as AddressInfo).port}/`, server });
    });
  });
}

if (import.meta.main) {
  const [name = 'plain', port = '8080'] = process.argv.slice(2);
  if (!Object.hasOwn(files, name)) {
    console.error('Which example? npx node examples/serve.ts plain, react, vue or svelte');
    process.exit(2);
  }
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    console.error(`The port must be a whole number from 0 to 65535, not "${port}".`);
    process.exit(2);
  }
  const { url } = await serveExample(name as Example, Number(port)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    console.error(`Port ${port} is in use. Choose another: npx node examples/serve.ts ${name} 8081`);
    process.exit(1);
  });
  console.log(
    `Open ${url}\nIt uses the Latchkey on port 5000. For another one: ${url}?api=http://localhost:5001`,
  );
}
