import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { seconds } from '../../src/kit/duration.ts';
import { documents, placeOf, withAnswers } from '../support/guide/blocks.ts';
import { compareOutput } from '../support/guide/compare.ts';
import { environmentOfTerminal } from '../support/started-line.ts';

const shown = documents.flatMap((document) => withAnswers(document, 'clone'));

test.each(shown.map((one) => [placeOf(one.block), one] as const))(
  'what %s shows starts a fresh clone, and prints what it shows',
  async (place, { block, answer }) => {
    const folder = await mkdtemp(join(tmpdir(), 'latchkey-clone-'));
    const clone = join(folder, 'latchkey');
    await promisify(execFile)('git', ['clone', '--quiet', '--depth', '1', `file://${process.cwd()}`, clone]);
    const env = { ...environmentOfTerminal(), LATCHKEY_PORT: '0' };
    const shell = spawn('bash', ['-e', '-c', `exec 2>&1\n${block.text}`], {
      cwd: clone,
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    let output = '';
    shell.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    try {
      const late = performance.now() + seconds(240);
      while (!/is ready at http.*\n/.test(output)) {
        if (performance.now() > late || shell.exitCode !== null) throw new Error(output);
        await setTimeout(100);
      }
      expect(answer, `what ${place} prints`).toBeDefined();
      if (answer) compareOutput(answer, output, place);
      const [url = ''] = /http:\/\/localhost:\d+/.exec(output) ?? [];
      expect(await (await fetch(url, { headers: { accept: 'text/html' } })).text()).toContain(
        'Sign-in for everything',
      );
    } finally {
      if (shell.pid !== undefined && shell.exitCode === null) process.kill(-shell.pid, 'SIGKILL');
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
);
