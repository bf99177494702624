import type { Page } from 'playwright-core';

/** Opens the form of a row or section of the account's page, unless it is open. */
export async function openRow(page: Page, id: string): Promise<void> {
  const change = page.locator(`#${id} > [data-row-change]`);
  if ((await change.getAttribute('open')) === null) await change.locator('> summary').click();
}
