import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { tryGuideBackend } from '../support/guide-backend.ts';

/** The languages of the guide whose programs this machine has. */
const languages = [
  { file: 'server.py', command: ['python3'], version: ['--version'] },
  { file: 'server.go', command: ['go', 'run'], version: ['version'] },
].filter(({ command: [program = ''], version }) => spawnSync(program, version).status === 0);

test('this machine has a language of the guide', () => {
  expect(languages.length).toBeGreaterThan(0);
});

test.each(languages)('P5 the backend that the guide shows as $file knows who asks', ({ file, command }) =>
  tryGuideBackend(file, command),
);
