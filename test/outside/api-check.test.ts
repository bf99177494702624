import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveApi } from '../../scripts/check/api-server.ts';
import { findApiFaults } from '../../scripts/check/api-tools.ts';

interface Document {
  info: { contact?: object };
  tags: { description?: string }[];
  paths: Record<string, Record<string, { security?: object; operationId: string; description?: string }>>;
}

const folder = mkdtempSync(join(tmpdir(), 'latchkey-api-'));
let served: string;
beforeAll(async () => {
  served = await serveApi();
});
afterAll(() => rmSync(folder, { recursive: true }));

async function faultsAfter(breakIt: (document: Document) => void): Promise<string> {
  const document = JSON.parse(served) as Document;
  breakIt(document);
  const file = join(folder, 'openapi.json');
  writeFileSync(file, JSON.stringify(document));
  return (await findApiFaults(file)).join('\n');
}

const logIn = ({ paths }: Document) => paths['/api/login']?.post ?? { operationId: 'none' };

test("Redocly and Spectral find no error and no warning in the API's description", async () => {
  expect(await faultsAfter(() => {})).toBe('');
});

test('whatever one of them finds wrong is told, be it an error or a warning', async () => {
  const faults = await faultsAfter((document) => {
    delete logIn(document).security;
    delete document.tags[0]?.description;
    delete document.info.contact;
    logIn(document).operationId = 'register';
  });
  expect(faults).toMatch(/^Redocly: .*security-defined/m);
  expect(faults).toMatch(/^Redocly: .*tag-description/m);
  expect(faults).toMatch(/^Redocly: .*operation-operationId-unique/m);
  expect(faults).toMatch(/^Spectral: .*info-contact/m);
  expect(faults).toMatch(/^Spectral: .*operation-operationId-unique/m);
});
