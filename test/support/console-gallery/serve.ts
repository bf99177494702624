import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { h } from 'preact';
import { loadAssets } from '../../../src/kit/ui/assets.ts';
import { renderPage } from '../in-english.ts';
import { frameOf, hostile, widest } from './frame.tsx';
import { Overview } from './overview.tsx';
import { People } from './people.tsx';
import { Confirm, Person } from './person.tsx';

const assetsDir = fileURLToPath(new URL('../../../dist/assets', import.meta.url));

/** As strict as the policy of every page of the server. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'";

/** The pages of the gallery by their paths: all parts of the console, with what is long and what is hostile in them. */
export function galleryPages(asset: (name: string) => string): Readonly<Record<string, string>> {
  const frame = frameOf(asset);
  return {
    '/admin': renderPage(h(Overview, { frame })),
    '/admin/accounts': renderPage(h(People, { frame })),
    '/admin/none': renderPage(h(People, { frame: frameOf(asset, widest), empty: true })),
    '/admin/person': renderPage(h(Person, { frame: frameOf(asset, hostile) })),
    '/admin/confirm': renderPage(h(Confirm, { frame })),
  };
}

/** Serves them with the built assets, on a port of its own. */
export async function serveGallery(): Promise<{ url: string; close(): Promise<void> }> {
  const pages = galleryPages(loadAssets(assetsDir));
  const types = { css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml' };
  const server = createServer(({ url = '' }, response) => {
    const [path = ''] = url.split('?');
    const page = pages[path];
    if (page !== undefined) {
      response.setHeader('content-security-policy', policy);
      response.setHeader('content-type', 'text/html; charset=utf-8');
      return response.end(page);
    }
    if (!/^\/assets\/[\w.-]+$/.test(path)) return response.writeHead(404).end();
    response.setHeader('content-type', types[path.split('.').at(-1) as keyof typeof types] ?? 'text/plain');
    return response.end(readFileSync(`${assetsDir}${path.slice('/assets'.length)}`));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const close = () => new Promise<void>((closed) => server.close(() => closed()));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
