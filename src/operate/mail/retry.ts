import { inTransaction } from '../../kit/db/index.ts';
import { notFound } from '../../kit/http/index.ts';
import { findQueued, retryMail } from '../../kit/mail/index.ts';
import { problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { appendAudit } from '../../people/audit/index.ts';
import type { Acting } from '../accounts/index.ts';
import { mailNotWaiting } from './problems.ts';

type RetryServices = Pick<Services, 'db' | 'clock' | 'secretKey' | 'log'>;

/** Sends an email again that waits or was given up. Throws `not-found`, and `mail-not-waiting` for one that can't be. */
export function retryQueuedMail(services: RetryServices, acting: Acting, id: string): Promise<void> {
  const { db, secretKey, clock } = services;
  return inTransaction(db, async (tx) => {
    // It grants nothing, and asks whether whoever acts still may.
    await acting.mayGrant(tx, []);
    if (!(await findQueued(tx, secretKey, id))) throw problem(notFound);
    const at = clock();
    if (!(await retryMail(tx, id, at))) throw problem(mailNotWaiting);
    const { actor, client, requestId, reason } = acting;
    const target = { kind: 'mail', id } as const;
    await appendAudit(tx, services, { actor, act: 'mail-retried', target, reason, client, requestId, at });
  });
}
