import { byChapter, byLevel, countStandings } from '../asvs/chapters.ts';
import { standings } from '../asvs/requirements.ts';
import { type Row, readAsvs } from '../asvs/rows.ts';

/** docs/reference/asvs.md, made from the list of requirements and the names of the tests. */
export function makeAsvsReference(): string {
  const { rows } = readAsvs();
  const sections = byChapter(rows).map(([heading, ofChapter]) =>
    [
      `## ${heading}`,
      '',
      '| id | level | requirement | standing | by, or why |',
      bar(5),
      ...ofChapter.map(line),
      '',
    ].join('\n'),
  );
  return `${introduction}\n${summary(rows)}\n\n${sections.join('\n')}`;
}

function summary(rows: readonly Row[]): string {
  const counts = byLevel(rows).map(
    ([level, ofLevel]) => `| ${[level, ...countStandings(ofLevel).map(([, count]) => count)].join(' | ')} |`,
  );
  return [`| | ${standings.join(' | ')} |`, bar(standings.length + 1), ...counts].join('\n');
}

function line({ id, level, requirement, standing, reason, tests }: Row): string {
  const files = [...tests].map(([file, count]) => `\`${file}\`${count > 1 ? ` (${count})` : ''}`);
  const by = [files.join(', '), reason].filter(Boolean).join('; ');
  return `| ${[id, level, requirement, standing, by].map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
}

function bar(columns: number): string {
  return `|${'---|'.repeat(columns)}`;
}

const introduction = `<!-- Made from scripts/asvs/requirements.csv and the names of the tests by "npm run generate". -->
# OWASP ASVS 5.0

The requirements of the OWASP Application Security Verification Standard 5.0.0, in short words of our own, and the
tests that keep them. The standard is by the OWASP Foundation and its contributors, licensed under
[CC BY-SA 4.0](https://creativecommons.org/licenses/by-sa/4.0/); so is this page. The full text is at
<https://github.com/OWASP/ASVS>.

- **kept**: a test whose name begins with the id says so. The number counts names; one may stand for many cases.
- **partly**: a test keeps a part; the rest is said.
- **open**: nothing of ours proves it yet.
- **not built**: it concerns a feature that is not here.
- **elsewhere**: the deployment keeps it, such as TLS at the proxy.
- **does not apply**, and why.

\`npm run asvs\` prints the same in a terminal, and fails when a test names an ID that isn't a requirement.
`;
