import { expect, test } from 'vitest';
import { findExplained, listExplainedOf } from '../../src/operate/trails/index.ts';
import { eachApp, type TestApp } from '../support/app.ts';
import type { Answer } from '../support/browser-of.ts';
import { failures } from '../support/failures/index.ts';

/** What `latchkey trail` says: of the account's newest attempt, or of the one that the answer names. */
async function explanationOf({ services }: TestApp, answer: Answer, username?: string): Promise<string> {
  await services.trails.flush();
  const explained =
    username === undefined
      ? await findExplained(services, answer.headers['latchkey-attempt'] ?? '')
      : (await listExplainedOf(services, { name: username, limit: 1 }))?.trails[0];
  return explained?.explanation.join(' ') ?? 'no trail';
}

eachApp('somebody who cannot get in', (open) => {
  for (const [what, rows] of Object.entries(failures)) {
    // Of requests that are refused early a server notes only so many.
    const opening = what.startsWith('a request that is') ? open.anew : open;
    test.each(rows)(`because of ${what}: $situation`, async ({ settings, prepare, operator, person }) => {
      const app = await opening(settings);
      const { answer, username, remedy } = await prepare(app, (changed) => opening(changed, app.clock));
      const told = await explanationOf(app, answer, username);
      for (const sentence of operator) expect(told, 'the operator').toMatch(sentence);
      expect(answer.text, 'the person').toMatch(person);
      const browser = await remedy();
      const { status, text } = await browser.get('/api/session');
      expect(status, `the remedy helps: ${text}`).toBe(200);
    });
  }
});
