import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { causeOf, causesByText } from './causes.ts';

const library = readdirSync('node_modules/oidc-provider/lib', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
  .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
  .join('\n');

/** These it puts together from the name of the thing. */
const labels = /^(authorization code|refresh token) (?=not found|is expired|already|redirect_uri)/;
const prompts = /^login (?=prompt was not resolved)/;

test('the provider says every text that a cause is read from', () => {
  const own = new Set([
    'used at the same moment',
    'unknown resource',
    'a second factor is required',
    'the account has no second factor',
    'none of the requested acr values can be reached',
  ]);
  const said = Object.keys(causesByText).filter((text) => !own.has(text));
  const unsaid = said.filter((text) => {
    const quoted = text.replaceAll("'", "\\'");
    const joined = text.replace(labels, `\${label} `).replace(prompts, `\${name} `);
    return !library.includes(quoted) && !library.includes(joined);
  });
  expect(unsaid).toEqual([]);
});

test('the detail counts before the description, and the code of the standard last', () => {
  const refusal = { error: 'invalid_grant', description: 'grant request is invalid', detail: '' };
  expect(causeOf({ ...refusal, detail: 'client mismatch' })).toBe('code-of-other-app');
  expect(causeOf({ ...refusal, detail: "missing required parameter 'code'" })).toBe('missing-parameter');
  expect(causeOf({ ...refusal, error: 'invalid_scope' })).toBe('scope');
  expect(causeOf({ ...refusal, error: 'whatever_comes' })).toBe('other');
});
