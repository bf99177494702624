import type { Clock } from '../../src/kit/clock.ts';
import { createLogger } from '../../src/kit/log.ts';
import { createPostman, listMails, type OpenedMail } from '../../src/kit/mail/index.ts';
import type { TestApp } from './app.ts';

/** Whoever can look into the outbox. */
interface Outbox {
  readonly services: Pick<TestApp['services'], 'db' | 'secretKey'>;
}

/** The mails that were queued for an address, the oldest first. */
export async function mailsTo({ services }: Outbox, address: string): Promise<OpenedMail[]> {
  const mails = await listMails(services.db, services.secretKey, 10_000);
  return mails.filter(({ to }) => to === address).reverse();
}

/** The code of the link in the newest mail to an address; empty where there is none. */
export async function codeTo(app: Outbox, address: string): Promise<string> {
  const newest = await newestMailTo(app, address);
  return /#(lnk_[\w-]+)/.exec(newest?.text ?? '')?.[1] ?? '';
}

/** The code to log in with of the newest mail to an address, without its space; empty where there is none. */
export async function loginCodeTo(app: Outbox, address: string): Promise<string> {
  return codeIn(await newestMailTo(app, address)) ?? '';
}

/** Mostly it is among the last few: to open all that a test file has sent takes longer than what is tested. */
async function newestMailTo({ services }: Outbox, address: string): Promise<OpenedMail | undefined> {
  for (const limit of [8, 10_000]) {
    const mails = await listMails(services.db, services.secretKey, limit);
    const newest = mails.find(({ to }) => to === address);
    if (newest) return newest;
  }
  return undefined;
}

/** The code to type of a mail, without its space; undefined where there is none. */
export function codeIn(mail: OpenedMail | undefined): string | undefined {
  return /^ {4}(\d{4} \d{4})$/m.exec(mail?.text ?? '')?.[1]?.replace(' ', '');
}

/** Notes every mail that waits as handed over, as a postman would. */
export async function handOver({
  services: { db, secretKey },
  clock,
}: Outbox & { clock: Clock }): Promise<void> {
  const send = async () => ({ ok: true }) as const;
  const log = createLogger({ level: 'error', format: 'json', write() {} });
  const metrics = { countMail() {}, countMailFailure() {} };
  await createPostman({ db, secretKey, clock, log, metrics, send }).deliverDue();
}

/** All are of one length: tests compare the lengths of what is answered about two of them. */
let addresses = 10_000;

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
