import type { SMTPTransportOptions } from 'nodemailer/lib/smtp-transport';
import { seconds } from '../duration.ts';
import { readSender } from '../mail-address.ts';
import type { ClaimedMail } from './store.ts';

/** The server that hands mails on, as the configuration names it. */
export interface MailServer {
  /** `smtp://…` or `smtps://…`, with name and password if it asks for them. */
  readonly url: string;
  readonly from: string;
  readonly tls: 'required' | 'optional';
}

/** In milliseconds. */
export interface SmtpTimes {
  readonly connection: number;
  readonly greeting: number;
  /** Without a word from the server. */
  readonly silence: number;
  /** For all of it: a server that says a letter now and then is never silent. */
  readonly whole: number;
}

const usualTimes: SmtpTimes = {
  connection: seconds(10),
  greeting: seconds(10),
  silence: seconds(30),
  whole: seconds(60),
};

export type Delivery =
  | { readonly ok: true }
  /** `reason` holds no address and nothing that the server wrote: it may repeat what it was sent. */
  | { readonly ok: false; readonly reason: string; readonly isFinal: boolean };

/** Hands one mail over; `signal` breaks it off. It never throws. */
export type Send = (mail: ClaimedMail, now: number, signal: AbortSignal) => Promise<Delivery>;

/**
 * Hands mails to an SMTP server, each by a connection of its own: one that breaks takes no other mail with it.
 * The Message-ID is made of the mail's id, so a receiver can drop the second copy when a connection broke
 * between the server's taking a mail and its saying so.
 */
export function createSmtpSend(server: MailServer, times: SmtpTimes = usualTimes): Send {
  const from = readSender(server.from);
  if (!from) throw new Error('The sender of mails is no address.');
  const host = from.address.slice(from.address.lastIndexOf('@') + 1);
  const options = transportOptions(server, times);
  return async (mail, now, signal) => {
    try {
      const { createTransport } = await import('nodemailer');
      await createTransport(options).sendMail({
        messageId: `<${mail.id}@${host}>`,
        date: new Date(now),
        from,
        to: { address: mail.recipient, name: '' },
        envelope: { from: from.address, to: [mail.recipient] },
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        // RFC 3834 section 5: no machine is to answer.
        headers: { 'auto-submitted': 'auto-generated' },
        disableFileAccess: true,
        disableUrlAccess: true,
        signal: AbortSignal.any([signal, AbortSignal.timeout(times.whole)]),
      });
      return { ok: true };
    } catch (error) {
      return { ok: false, ...readFailure(error) };
    }
  };
}

function transportOptions({ url, tls }: MailServer, times: SmtpTimes): SMTPTransportOptions {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  const host = hostname.replace(/^\[|\]$/g, '');
  const isHere = /^(localhost|127(\.\d+){3}|::1)$/.test(host);
  return {
    host,
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: !secure && !isHere && tls === 'required',
    // What never leaves the machine needs no proof of who is at the other end.
    tls: { rejectUnauthorized: !isHere, minVersion: 'TLSv1.2' },
    ...(username !== '' && {
      auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    }),
    connectionTimeout: times.connection,
    dnsTimeout: times.connection,
    greetingTimeout: times.greeting,
    socketTimeout: times.silence,
  };
}

/** Where a refusal is of this recipient or this mail. The sender or the password an operator may still mend. */
const commandsOfRecipient: readonly unknown[] = ['RCPT TO', 'DATA'];

function readFailure(error: unknown): { reason: string; isFinal: boolean } {
  const { code, responseCode, command, permanent } = error as Failure;
  const at = command !== undefined && /^[A-Z ]{1,20}$/.test(command) ? `at ${command}` : '';
  const reason = [code ?? 'unknown', responseCode ?? '', at].filter((part) => part !== '').join(' ');
  return { reason, isFinal: permanent === true && commandsOfRecipient.includes(command) };
}

/** What the library adds to an error; anything else has none of it. */
interface Failure {
  readonly code?: string;
  readonly responseCode?: number;
  readonly command?: string;
  readonly permanent?: boolean;
}
