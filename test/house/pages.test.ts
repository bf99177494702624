import { expect, test } from 'vitest';
import { findMissing } from '../../scripts/render-pages/coverage.ts';
import { normalise } from '../../scripts/render-pages/normalise.ts';
import { scenes } from '../../scripts/render-pages/scenes/index.ts';
import { playAll } from '../../scripts/render-pages/stage.ts';

/** Scenes that show states of pages which another scene has shown already; `npm run pages` plays them too. */
const more =
  /-production$|without-mail|guessed|-by-passkey|-choices$|^(02|04|12|13|14|15|16|23|24|25|26|32|33|41|55|56|63|64|71|73|74)-/;

const rendered = playAll(scenes.filter(({ title }) => !more.test(title)));

test('every page is rendered, and every form accepted and refused', async () => {
  expect(findMissing(await rendered)).toEqual([]);
});

test('a page that no scene opens is told, and so is a form that none submits', async () => {
  const met = (await rendered).filter(({ title }) => title.startsWith('01-'));
  expect(findMissing(met)).toContainEqual(
    expect.stringContaining('The page GET /account/security/totp was not rendered.'),
  );
  expect(findMissing(met)).toContainEqual(
    expect.stringContaining('The form POST /login was not accepted once.'),
  );
});

test('two renderings are the same, byte for byte', async () => {
  const twice = /^(03-development|11-.*-development|34-.*-development|57-apps-development)$/;
  const first = (await rendered).filter(({ title }) => twice.test(title));
  const second = await playAll(scenes.filter(({ title }) => twice.test(title)));
  expect(first.length).toBe(4);
  expect(second.map(({ files }) => files)).toEqual(first.map(({ files }) => files));
});

test('what is random has the same name wherever it stands in a page, and what is not stays', () => {
  const [one, other] = ['018f0000-0000-7abc-8def-000000000001', '018f0000-0000-7abc-8def-000000000002'];
  const page = `id ${one}, ${other}, ${one}; att_0123456789ab; code\n1234 5678\n15.2 ms\n<input value="123456"/>\nAda, 12 July 2030`;
  expect(normalise(page)).toBe(
    'id {id-1}, {id-2}, {id-1}; {attempt-1}; code\n{email-code-1}\n{duration}\n<input value="{typed-code-1}"/>\nAda, 12 July 2030',
  );
});

test('no two scenes write the same files', () => {
  expect(new Set(scenes.map(({ title }) => title)).size).toBe(scenes.length);
});
