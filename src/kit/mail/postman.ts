import type { Clock } from '../clock.ts';
import type { Db } from '../db/index.ts';
import { minutes, seconds } from '../duration.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { nextTry } from '../next-try.ts';
import { openMail } from './sealed-mail.ts';
import type { Delivery, Send } from './smtp.ts';
import { type ClaimedMail, claimMails, isMailDue, markFailed, markSent, putOff } from './store.ts';
import { remedyFor } from './trouble.ts';

/** Carries mails out of the outbox. */
export interface Postman {
  /** Hands over all that is due, and comes back when nothing is left that is due. */
  deliverDue(): Promise<void>;
  /** Looks into the outbox every second from now on, which needs no word from whoever queues, in any process. */
  start(): void;
  /** Takes no more mails and finishes those under way; what takes longer is broken off and given back. */
  stop(): Promise<void>;
}

export interface PostmanOptions {
  readonly db: Db;
  /** What the mails are sealed under. */
  readonly secretKey: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly send: Send;
  readonly metrics: Pick<Metrics, 'countMail' | 'countMailFailure'>;
  /** How long mails under way may take when it is told to stop, in milliseconds. */
  readonly stopWithin?: number;
}

const lookEvery = seconds(1);
const mailsAtOnce = 5;

/** Longer than a delivery may take: a process that died with a mail in hand leaves it to the others after this. */
const claimFor = minutes(3);

export function createPostman(options: PostmanOptions): Postman {
  const { db, secretKey, clock, log, send, metrics, stopWithin = seconds(5) } = options;
  const underWay = new Set<Promise<void>>();
  const breakOff = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let isStopping = false;
  let isAway = false;
  let taking: Promise<void> | undefined;

  function takeDue(): Promise<void> {
    taking ??= take().finally(() => {
      taking = undefined;
    });
    return taking;
  }

  async function take(): Promise<void> {
    const most = mailsAtOnce - underWay.size;
    if (isStopping || most <= 0) return;
    try {
      const now = clock();
      const mails = (await isMailDue(db, now))
        ? await claimMails(db, { now, until: now + claimFor, most })
        : [];
      isAway = false;
      for (const mail of mails) begin(mail);
    } catch (error) {
      if (!isAway) log.warn({ err: error }, "Couldn't read the outbox. Trying again every second.");
      isAway = true;
    }
  }

  function begin(mail: ClaimedMail): void {
    const one = deliver(mail)
      .catch((error: unknown) => {
        // The claim runs out and the mail is sent again: rather twice than never.
        log.error(
          { err: error, mail: mail.id },
          "Couldn't save the result of sending an email. It may be sent again.",
        );
      })
      .finally(() => {
        underWay.delete(one);
        void takeDue();
      });
    underWay.add(one);
  }

  function hand(mail: ClaimedMail): Promise<Delivery> | Delivery {
    const opened = openMail(secretKey, mail.id, mail.sealed);
    if (!opened) return { ok: false, cause: 'UNREADABLE', reason: 'UNREADABLE', isFinal: true };
    // A copy that somebody asked for must not be dropped as one that came twice.
    const messageId = mail.copies > 1 ? `${mail.id}.${mail.copies}` : mail.id;
    return send({ ...opened, messageId }, clock(), breakOff.signal);
  }

  async function deliver(mail: ClaimedMail): Promise<void> {
    const delivery = await hand(mail);
    const now = clock();
    if (delivery.ok) {
      metrics.countMail('sent');
      return markSent(db, mail, now, delivery.reply);
    }
    const { cause, reason, isFinal } = delivery;
    if (breakOff.signal.aborted) return putOff(db, mail, now, reason);
    metrics.countMailFailure(cause);
    const facts = {
      mail: mail.id,
      account: mail.account_id ?? undefined,
      kind: mail.kind,
      tries: mail.tries,
      cause,
      reason,
      remedy: remedyFor(reason),
    };
    const dueAt = isFinal ? undefined : nextTry(mail.tries, mail.created_at, now);
    if (dueAt !== undefined) {
      log.warn(facts, "Couldn't send an email. It will be tried again.");
      return putOff(db, mail, dueAt, reason);
    }
    metrics.countMail('given-up');
    log.error(facts, "Couldn't send an email. It won't be tried again.");
    return markFailed(db, mail, now, reason);
  }

  return {
    async deliverDue() {
      let held: Promise<void>[];
      do {
        await takeDue();
        held = [...underWay];
        await Promise.all(held);
      } while (held.length > 0);
    },
    start() {
      timer ??= setInterval(() => void takeDue(), lookEvery);
    },
    async stop() {
      isStopping = true;
      clearInterval(timer);
      await taking;
      const late = setTimeout(() => breakOff.abort(), stopWithin);
      await Promise.all(underWay);
      clearTimeout(late);
    },
  };
}
