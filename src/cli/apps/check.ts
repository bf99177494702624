import type { Flags } from '../../config/index.ts';
import { CliError } from '../../kit/failure.ts';
import type { Words } from '../../kit/words/index.ts';
import { showApp } from '../../operate/apps/index.ts';
import { describe } from '../../people/trails/index.ts';
import { type AppFinding, judgeApp } from '../../surfaces/provider/index.ts';
import { withDatabase } from '../accounts/database.ts';
import { columns, jsonLine, print, timeText, visible } from '../accounts/text.ts';
import { commandFor, withoutPkceWarning } from './text.ts';

export interface CheckFlags {
  readonly redirect?: string;
  readonly json?: true;
}

/** Prints what would be refused of an app's requests. Throws `CliError` if anything would be. */
export function checkApp(name: string, { redirect, json, ...flags }: Flags & CheckFlags): Promise<void> {
  return withDatabase(flags, async (services) => {
    const shown = await showApp(services, name);
    const found = judgeApp(shown, { redirect });
    const said = found.map((finding) => ({
      code: finding.code,
      verdict: finding.verdict,
      says: sentenceOf(finding, services.words, shown.app.name),
    }));
    const refused = said.filter(({ verdict }) => verdict === 'refused').length;
    if (json) await print(jsonLine({ name: shown.app.name, refused: refused > 0, findings: said }));
    else {
      const rows = said.map(({ verdict, says }) => [`  ${verdict}`, visible(says)]);
      await print(`${shown.app.name} (${shown.app.id})\n\n${columns(rows)}\n`);
    }
    if (refused > 0)
      throw new CliError(
        `Requests of ${shown.app.name} would be refused.`,
        'Change what is marked "refused".',
      );
    if (!json) await print('Nothing would be refused.\n');
  });
}

function sentenceOf(finding: AppFinding, words: Words, name: string): string {
  switch (finding.code) {
    case 'disabled':
      return `The app is turned off. Turn it on with "${commandFor('set', name, '--enable')}".`;
    case 'no-redirect':
      return `No redirect address is registered. Add it with "${commandFor('set', name, '--redirect URL')}".`;
    case 'no-secret':
      return `It has no secret that is still valid. Create one with "${commandFor('new-secret', name)}".`;
    case 'address-refused':
      return finding.why;
    case 'redirect-fits':
      return 'The redirect address is one that is registered.';
    case 'redirect': {
      const { sentence } = describe(words, { code: 'app-redirect', ...finding.difference });
      return `${sentence} Add it with "${commandFor('set', name, '--redirect URL')}", or change it in the app.`;
    }
    case 'only-here':
      return `${finding.address} works only in a browser on the machine that the app runs on.`;
    case 'told-if-listed':
      return `${finding.address} is told who signed out only if apps.privateHosts has ${new URL(finding.address).host}.`;
    case 'secret-ends':
      return `The old secret ends ${timeText(finding.at)} UTC. Put the new one into the app before that.`;
    case 'pkce-on':
      return 'A request without a code challenge (PKCE, S256) is refused. Turn PKCE on in the app.';
    case 'pkce-off':
      return withoutPkceWarning(name);
  }
}
