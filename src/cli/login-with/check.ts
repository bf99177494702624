import { type Flags, loadConfig } from '../../config/index.ts';
import { CliError } from '../../kit/failure.ts';
import type { Words } from '../../kit/words/index.ts';
import { checkProvider, type ProviderFinding } from '../../operate/login-with/index.ts';
import { describe } from '../../people/trails/index.ts';
import { english } from '../../words.ts';
import { columns, jsonLine, print, visible } from '../accounts/text.ts';
import { withServerConfig } from '../find-data.ts';

/** Prints what a provider says to the settings for it. Throws `CliError` if nobody could sign in with it. */
export async function checkLoginWith(id: string, { json, ...given }: Flags & { json?: true }): Promise<void> {
  const flags = await withServerConfig(given);
  const needs = ['login.with', 'publicUrl', 'port', 'host'];
  const { config } = await loadConfig({ mode: 'development', flags, needs });
  const checked = await checkProvider(config, id);
  if (!checked) {
    const ids = config.login.with.map((one) => one.id).join(', ');
    throw new CliError(
      `There is no provider ${visible(id)} in login.with.`,
      ids === '' ? 'Add one to the configuration first.' : `Use one of these: ${ids}.`,
    );
  }
  const { provider, issuer, redirect, findings, isRefused } = checked;
  const said = findings.map((finding) => ({
    code: finding.code,
    verdict: finding.verdict,
    says: sentenceOf(finding, english, provider.id),
  }));
  if (json) await print(jsonLine({ id, issuer, redirect, refused: isRefused, findings: said }));
  else {
    const head = [
      ['  Issuer', issuer],
      ['  Redirect address', redirect],
    ];
    const rows = said.map(({ verdict, says }) => [`  ${verdict}`, visible(says)]);
    await print(`${visible(provider.label)} (${provider.id})\n\n${columns(head)}\n${columns(rows)}\n`);
  }
  if (isRefused)
    throw new CliError(`Nobody can sign in with ${provider.label}.`, 'Change what is marked "refused".');
}

function sentenceOf(finding: ProviderFinding, words: Words, provider: string): string {
  switch (finding.code) {
    case 'reached':
      return 'It can be reached, and says who it is.';
    case 'redirect-taken':
      return 'It leads back to the redirect address.';
    case 'redirect-refused':
      return 'It refuses the redirect address or the client ID. Register the redirect address there, letter by letter.';
    case 'redirect-untried':
      return 'Whether the redirect address is registered shows only when someone signs in. Compare it letter by letter.';
    case 'client-taken':
      return 'It accepts the client ID and the client secret.';
    case 'secret-untried':
      return "Whether it accepts the client secret shows only when someone signs in: it doesn't say so beforehand.";
    case 'no-pkce':
      return "It doesn't say that it supports PKCE with S256. The challenge is sent all the same.";
    case 'failed':
      return finding.fault === 'unknown'
        ? 'Something unexpected happened.'
        : describe(words, { code: 'provider-answered', provider, ok: false, fault: finding.fault }).sentence;
  }
}
