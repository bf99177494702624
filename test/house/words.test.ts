import { expect, test } from 'vitest';
import { findWordFaults } from '../../scripts/check/word-rules.ts';

const faultsOf = (files: Readonly<Record<string, string>>) =>
  findWordFaults(new Map(Object.entries(files)), []);

test.each([
  ['in a page', 'src/login/pages.tsx', 'const a = <p>Sign in</p>;', 'Sign in'],
  ['in two lines of a page', 'src/login/pages.tsx', 'const a = <p>Sign\n  in</p>;', 'Sign in'],
  ['in an attribute', 'src/login/pages.tsx', 'const a = <input aria-label="Search" />;', 'Search'],
  ['as a title', 'src/login/pages.tsx', "const a = <Layout title={'Sign in'} />;", 'Sign in'],
  [
    'in a refusal',
    'src/login/a.ts',
    "throw problem(gone, 'It is gone. Try again.');",
    'It is gone. Try again.',
  ],
  [
    'with a fact',
    'src/login/a.ts',
    ['throw problem(gone, `Wait $', '{seconds} more seconds.`);'].join(''),
    'Wait … more seconds.',
  ],
])('what people read stands in words.ts, and not %s', (_, path, source, text) => {
  expect(faultsOf({ [path]: source })).toEqual([`${path}:1 contains "${text}". Move it to words.ts`]);
});

test.each([
  [
    'words.ts',
    { 'src/login/words.ts': "export const english = { gone: 'It is gone.' };", 'src/a.ts': 'w.gone' },
  ],
  ['an error of ours', { 'src/login/a.ts': "throw new Error('Nobody may call this.');" }],
  ['a line of the log', { 'src/login/a.ts': "log.warn({ a }, 'It was tried again.');" }],
  [
    'a description of the API',
    { 'src/login/a.ts': "const a = { summary: 'Sign in.', description: 'With a name.' };" },
  ],
  ['code and punctuation', { 'src/login/a.tsx': 'const a = <p>: {name} (<a href="/a">/a</a>)</p>;' }],
  ['a test', { 'src/login/a.test.ts': "expect(page).toContain('You are signed in.');" }],
])('other texts may stand where they are: %s', (_, files) => {
  expect(faultsOf(files)).toEqual([]);
});

test('a text that nobody reads is reported', () => {
  const words = `export const english = { page: { title: 'A', lead: 'B' }, other: (name: string) => name };
    interface Words { readonly login: Wording<typeof english>; }`;
  expect(
    faultsOf({
      'src/login/words.ts': words,
      'src/login/a.ts': 'const { page } = useWords().login; page.title;',
      'src/b.ts': 'other.lead',
    }),
  ).toEqual([
    'src/login/words.ts has "lead", which nothing uses',
    'src/login/words.ts has "other", which nothing uses',
  ]);
});

test('an exception for nothing is reported', () => {
  expect(findWordFaults(new Map(), [{ where: 'src/cli/', reason: 'a reason' }])).toEqual([
    'scripts/check/word-rules.ts has an exception for src/cli/ that nothing needs',
  ]);
});
