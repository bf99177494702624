import type { Target } from './admin-requests.ts';
import type { TestAdministrator } from './administrators.ts';
import type { Answer, Browser } from './browser-of.ts';

/** The cookie of whoever looks at somebody's account, as servers without https name it. */
export const lookCookie = 'latchkey-as';

export function askToLook(
  { self }: Pick<TestAdministrator, 'self'>,
  { id }: Pick<Target, 'id'>,
): Promise<Answer> {
  return self.submit(`/admin/accounts/${id}/impersonate`, { reason: 'Asked for help, ticket 7' });
}

/** An administrator begins to look at an account, in the browser that they are signed in with. */
export async function lookAt(administrator: TestAdministrator, target: Pick<Target, 'id'>): Promise<Browser> {
  const answer = await askToLook(administrator, target);
  if (answer.headers.location !== '/account') throw new Error(`${answer.status} ${answer.text}`);
  return administrator.self;
}

/** Whose account the browser shows, as the API tells it. */
export async function shownIn(browser: Browser): Promise<string | undefined> {
  const { body } = await browser.get('/api/session');
  return body.account?.username ?? body.code;
}
