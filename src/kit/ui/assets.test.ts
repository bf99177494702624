import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { loadAssets } from './assets.ts';

const folders: string[] = [];

function folderWith(manifest: string | undefined): string {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-assets-'));
  folders.push(folder);
  if (manifest !== undefined) writeFileSync(join(folder, 'manifest.json'), manifest);
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe('assets', () => {
  it('have their address by their logical name', () => {
    const asset = loadAssets(folderWith('{"latchkey.css":"latchkey.3f2a91c0.css"}'));
    expect(asset('latchkey.css')).toBe('/assets/latchkey.3f2a91c0.css');
  });

  it('are refused by a name that was not built, even one that every object has', () => {
    const asset = loadAssets(folderWith('{"latchkey.css":"latchkey.3f2a91c0.css"}'));
    expect(() => asset('latchkey.js')).toThrow('No asset is called latchkey.js');
    expect(() => asset('constructor')).toThrow('No asset is called constructor');
  });

  it('say what to do when they were never built', () => {
    expect(() => loadAssets(folderWith(undefined))).toThrow('Run "npm run build" first');
    expect(() => loadAssets(folderWith('{'))).toThrow('Run "npm run build" first');
  });
});
