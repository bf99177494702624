import type { SMTPTransportOptions } from 'nodemailer/lib/smtp-transport';
import { seconds } from '../duration.ts';
import { readSender } from '../mail-address.ts';
import type { Mail } from './compose.ts';
import { codesIn, type Failure, isTlsFailure, readFailure } from './failure.ts';

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

/** `reply`: the numbers of the server's answer, `250 2.0.0`. */
export type Delivery =
  | { readonly ok: true; readonly reply?: string | undefined }
  | ({ readonly ok: false } & Failure);

/** A mail, and the part of its Message-ID before the @. */
export interface Outgoing extends Mail {
  readonly messageId: string;
}

/** Hands one mail over; `signal` breaks it off. It never throws. */
export type Send = (mail: Outgoing, now: number, signal: AbortSignal) => Promise<Delivery>;

/**
 * Hands mails to an SMTP server, each by a connection of its own: one that breaks takes no other mail with it.
 * The Message-ID is the same for every try, so a receiver can drop the second copy when a connection broke
 * between the server's taking a mail and its saying so.
 */
export function createSmtpSend(server: MailServer, times: SmtpTimes = usualTimes): Send {
  const from = readSender(server.from);
  if (!from) throw new Error('The sender of mails is no address.');
  const host = from.address.slice(from.address.lastIndexOf('@') + 1);
  const { isOptional, ...options } = transportOptions(server, times);
  return async (mail, now, signal) => {
    const sendBy = async (transport: SMTPTransportOptions): Promise<Delivery> => {
      try {
        const { createTransport } = await import('nodemailer');
        const { response } = await createTransport(transport).sendMail({
          messageId: `<${mail.messageId}@${host}>`,
          date: new Date(now),
          from,
          to: { address: mail.to, name: '' },
          envelope: { from: from.address, to: [mail.to] },
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          // RFC 3834 section 5: no machine is to answer.
          headers: { 'auto-submitted': 'auto-generated' },
          disableFileAccess: true,
          disableUrlAccess: true,
          signal: AbortSignal.any([signal, AbortSignal.timeout(times.whole)]),
        });
        return { ok: true, reply: codesIn(response) };
      } catch (error) {
        return { ok: false, ...readFailure(error) };
      }
    };
    const delivery = await sendBy(options);
    const mayBePlain = isOptional && !options.secure && !delivery.ok && isTlsFailure(delivery);
    return mayBePlain ? sendBy({ ...options, ignoreTLS: true }) : delivery;
  };
}

function transportOptions(
  { url, tls }: MailServer,
  times: SmtpTimes,
): SMTPTransportOptions & { readonly isOptional: boolean } {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  const host = hostname.replace(/^\[|\]$/g, '');
  const isHere = /^(localhost|127(\.\d+){3}|::1)$/.test(host);
  // Opportunistic (RFC 7435): mails that may leave in the clear may as well be encrypted for whoever answers. What
  // never leaves the machine needs no proof of who is at the other end, and a password is for the right server alone.
  const isOptional = isHere || (tls === 'optional' && username === '');
  return {
    isOptional,
    host,
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: !secure && !isHere && tls === 'required',
    opportunisticTLS: isOptional,
    tls: { rejectUnauthorized: !isOptional, minVersion: 'TLSv1.2' },
    ...(username !== '' && {
      auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    }),
    connectionTimeout: times.connection,
    dnsTimeout: times.connection,
    greetingTimeout: times.greeting,
    socketTimeout: times.silence,
  };
}
