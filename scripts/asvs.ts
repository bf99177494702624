/** Prints which requirements of OWASP ASVS tests cover. Exits with 1 when the list and the tests don't match. */
import { byChapter, byLevel, countStandings } from './asvs/chapters.ts';
import { type Row, readAsvs } from './asvs/rows.ts';

function printRow({ id, level, standing, reason, requirement, tests }: Row) {
  const count = [...tests.values()].reduce((sum, more) => sum + more, 0);
  const by = tests.size > 0 ? `${count} tests in ${tests.size} files` : '';
  const rest = [by, reason].filter(Boolean).join('; ');
  console.log(`  ${id.padEnd(9)}L${level}  ${standing.padEnd(14)}  ${requirement}${rest && ` (${rest})`}`);
}

const { rows, faults } = readAsvs();
for (const [heading, ofChapter] of byChapter(rows)) {
  console.log(`\n${heading}`);
  for (const row of ofChapter) printRow(row);
}
console.log('');
for (const [level, ofLevel] of byLevel(rows)) {
  const counts = countStandings(ofLevel).map(([standing, count]) => `${count} ${standing}`);
  console.log(`${level}: ${ofLevel.length} requirements: ${counts.join(', ')}`);
}
for (const fault of faults) console.error(`✗ ${fault}`);
if (faults.length > 0) process.exitCode = 1;
