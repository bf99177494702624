import type { ImportReport } from '../../surfaces/workshop/index.ts';
import { columns, count, visible } from './text.ts';

const longestName = 40;

/** The result of an import or of its dry run: the totals, then each skipped entry with the reason. */
export function importReport(
  { total, imported, byEmailAlone = 0, alreadyThere, skipped, stopped }: ImportReport,
  { dryRun, where, sendsEmail }: { dryRun: boolean; where: string; sendsEmail: boolean },
): string {
  const done = dryRun ? 'Would import' : 'Imported';
  const lines = [`${done} ${count(imported, 'account')} into ${where}.\n`];
  if (byEmailAlone > 0 && !sendsEmail) {
    const many = byEmailAlone.toLocaleString('en-US');
    lines.push(
      `Warning: ${many} of them can sign in by email only, and this server can't send email yet. Set mail.url to enable it.\n`,
    );
  }
  if (alreadyThere > 0) lines.push(`Already imported: ${alreadyThere.toLocaleString('en-US')}.\n`);
  if (stopped) {
    const rest = total - imported - alreadyThere - skipped.length;
    lines.push(`Not processed yet: ${rest.toLocaleString('en-US')} of ${total.toLocaleString('en-US')}.\n`);
  }
  if (skipped.length > 0) {
    const rows = skipped.map(({ line, name, reason }) => [
      `  line ${line}`,
      shortName(name),
      visible(reason),
    ]);
    lines.push(
      `${dryRun ? 'Would skip' : 'Skipped'} ${skipped.length.toLocaleString('en-US')}:\n`,
      columns(rows),
    );
  }
  return lines.join('');
}

function shortName(name: string): string {
  const characters = [...visible(name)];
  const shown = characters.length > longestName ? `${characters.slice(0, longestName - 1).join('')}…` : name;
  return `"${visible(shown)}"`;
}
