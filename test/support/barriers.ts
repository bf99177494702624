import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Look {
  /** Selectors of what is left out. */
  readonly exclude?: readonly string[];
  readonly options?: Pick<RunOptions, 'iframes' | 'runOnly'>;
}

/**
 * What axe finds on a page that keeps somebody out: the rule, the element and what is wrong with it. By the debugger's own
 * door, so the policy of the page need not allow the script. Of what is well axe is asked for no report: to write it takes
 * longer than to look.
 */
export async function findBarriers(page: Page, { exclude = [], options }: Look = {}): Promise<string[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe);
  const asked = JSON.stringify({ resultTypes: ['violations'], ...options });
  const on = exclude.length === 0 ? 'document' : JSON.stringify({ exclude });
  const run = `axe.run(${on}, ${asked}).then(({ violations }) => violations)`;
  const violations = (await page.evaluate(run)) as AxeResults['violations'];
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}\n  ${html}\n  ${failureSummary}`),
  );
}
