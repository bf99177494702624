import type { TestApp } from './app.ts';

/** A mail that waits in the outbox. */
export interface WaitingMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Whoever can look into the outbox. */
interface Outbox {
  readonly services: Pick<TestApp['services'], 'db'>;
}

/** The mails that were queued for an address, the oldest first. */
export async function mailsTo({ services }: Outbox, address: string): Promise<WaitingMail[]> {
  const rows = await services.db
    .selectFrom('outbox')
    .selectAll()
    .where('recipient', '=', address)
    .orderBy('id')
    .execute();
  return rows.map(({ recipient, subject, text, html }) => ({ to: recipient, subject, text, html }));
}

/** The code of the link in the newest mail to an address; empty where there is none. */
export async function codeTo(app: Outbox, address: string): Promise<string> {
  const newest = (await mailsTo(app, address)).at(-1);
  return /#(lnk_[\w-]{43})/.exec(newest?.text ?? '')?.[1] ?? '';
}

/** The code to log in with of the newest mail to an address, without its space; empty where there is none. */
export async function loginCodeTo(app: Outbox, address: string): Promise<string> {
  const newest = (await mailsTo(app, address)).at(-1);
  return /^ {4}(\d{4} \d{4})$/m.exec(newest?.text ?? '')?.[1]?.replace(' ', '') ?? '';
}

let addresses = 0;

/** An address that no other test of this process has. */
export function freshAddress(): string {
  addresses += 1;
  return `person-${addresses}@example.com`;
}

/** Has the browser's account confirm an address, by the link from the mail. */
export async function proveAddress(
  app: TestApp,
  browser: ReturnType<TestApp['browser']>,
  address: string = freshAddress(),
): Promise<string> {
  const asked = await browser.send('PUT', '/api/me/email', { email: address });
  const proved = await app.browser().post('/api/email/verify', { token: await codeTo(app, address) });
  if (asked.status !== 202 || proved.status !== 200) throw new Error(`${asked.text} ${proved.text}`);
  return address;
}
