import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { createRequestDurations } from './request-durations.ts';

/** Metrics in the text format of Prometheus. No label contains a name, an address or an ID. */
export interface Metrics {
  readonly contentType: string;
  text(): Promise<string>;
  /** `route` is the pattern, such as `/api/me/sessions/:id`, so the number of series is bounded. */
  countRequest(method: string, route: string, status: number, seconds: number): void;
  countRefusal(code: string): void;
  /** `cause` is one of a few words, such as `unreachable` or `read-only`. */
  countDatabaseTrouble(cause: string): void;
  /** Called whenever the metrics are read. */
  watchHashing(load: () => { running: number; waiting: number }): void;
  countMail(result: 'sent' | 'given-up'): void;
  /** `cause` is an error code of Node or the mail library, such as `ECONNREFUSED`. */
  countMailFailure(cause: string): void;
  /** Called whenever the metrics are read. If it rejects, the metrics are left out. */
  watchMails(waiting: () => Promise<WaitingMails>): void;
  /** Called whenever the metrics are read. If it rejects, the metric is left out. */
  watchAuditHead(read: () => Promise<number>): void;
  /** Forgets all of them: the process goes on watching its garbage collector, and would keep the whole server for that. */
  stop(): void;
}

/** The emails that are still to be sent. */
export interface WaitingMails {
  readonly count: number;
  /** How long the oldest has been waiting. */
  readonly oldestSeconds: number;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = createRequestDurations();
  const refusals = new Counter({
    name: 'latchkey_refusals_total',
    help: 'Refused requests by error code, such as invalid-credentials or too-many-attempts.',
    labelNames: ['code'],
    registers,
  });
  const troubles = new Counter({
    name: 'latchkey_database_failures_total',
    help: 'Requests and readiness checks that failed because of the database, by cause: unreachable, refused, tls, read-only, full, busy or failing, or moved or being-filled if its data was moved.',
    labelNames: ['cause'],
    registers,
  });
  const mails = new Counter({
    name: 'latchkey_mails_total',
    help: 'Emails by result: sent, or given-up after a day or a permanent error.',
    labelNames: ['result'],
    registers,
  });
  // Zero from the start, so that the first email given up counts as an increase.
  for (const result of ['sent', 'given-up']) mails.labels(result).inc(0);
  const mailFailures = new Counter({
    name: 'latchkey_mail_failures_total',
    help: 'Failed attempts to send an email, by cause, such as ECONNREFUSED or SELF_SIGNED_CERT_IN_CHAIN.',
    labelNames: ['cause'],
    registers,
  });
  /** A gauge that is read when somebody asks, and left out when it can't be. */
  const watch = (name: string, help: string, read: () => Promise<number>) => {
    const gauge = new Gauge({
      name,
      help,
      registers,
      async collect() {
        try {
          gauge.set(await read());
        } catch {
          gauge.remove();
        }
      },
    });
  };
  return {
    stop: () => registry.clear(),
    contentType: registry.contentType,
    text: async () => `${await registry.metrics()}${requests.text()}`,
    countRequest: requests.note,
    countDatabaseTrouble: (cause) => troubles.labels(cause).inc(),
    countRefusal: (code) => refusals.labels(code).inc(),
    countMail: (result) => mails.labels(result).inc(),
    countMailFailure: (cause) => mailFailures.labels(cause).inc(),
    watchMails(waiting) {
      // Metrics are collected side by side: both of these by one query.
      let asked: Promise<WaitingMails> | undefined;
      const ask = () => {
        asked ??= waiting().finally(() => {
          asked = undefined;
        });
        return asked;
      };
      watch('latchkey_mails_waiting', 'Emails waiting to be sent.', async () => (await ask()).count);
      watch(
        'latchkey_mails_oldest_waiting_seconds',
        'How long the oldest email that waits has been waiting; 0 if none waits.',
        async () => (await ask()).oldestSeconds,
      );
    },
    watchAuditHead: (read) =>
      watch(
        'latchkey_audit_head',
        'The newest row of the audit log. It only ever grows; a backup that was restored makes it smaller.',
        read,
      ),
    watchHashing(load) {
      const gauge = new Gauge({
        name: 'latchkey_password_hashes',
        help: 'Password hashes that are running or waiting.',
        labelNames: ['state'],
        registers,
        collect() {
          const { running, waiting } = load();
          gauge.labels('running').set(running);
          gauge.labels('waiting').set(waiting);
        },
      });
    },
  };
}
