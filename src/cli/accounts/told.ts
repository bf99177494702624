import type { Config } from '../../config/index.ts';
import { visible } from './text.ts';

/** To whom an email goes. The links use this command's configuration, which may differ from the server's. */
export function mailTold(toldTo: string | null, { publicUrl, mail }: Config): string {
  if (toldTo === null) return 'No email was sent, because the account has no verified address.';
  return `An email about this goes to ${visible(toldTo)}, with links to ${publicUrl}.${whereMail(mail)}`;
}

/** Where an email ends up that no mail server takes. */
export const whereMail = ({ url }: Config['mail']): string =>
  url === '' ? ' This configuration has no mail.url, so only "latchkey dev" shows it.' : '';
