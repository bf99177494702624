import { listMails } from '../../src/kit/mail/index.ts';
import type { Services } from '../../src/kit/services.ts';
import { oneTagALine } from './format.ts';
import { normalise } from './normalise.ts';

/** Every mail that was queued, the oldest first: its text and its HTML, each a file by name. */
export async function writeMails({ db, secretKey }: Services): Promise<Map<string, string>> {
  const mails = (await listMails(db, secretKey, 1000)).reverse();
  const files = new Map<string, string>();
  for (const [at, { kind, to, subject, text, html }] of mails.entries()) {
    const name = `mail-${String(at + 1).padStart(2, '0')}-${kind}`;
    const head = `To: ${to}\nSubject: ${subject}\n\n`;
    files.set(`${name}.txt`, `${normalise(head + text)}\n`);
    files.set(`${name}.html`, `${normalise(oneTagALine(html))}\n`);
  }
  return files;
}
