import { findNewestMail } from '../../kit/mail/index.ts';
import { findAccount } from '../../people/accounts/index.ts';
import type { Trail } from '../../people/trails/index.ts';
import { awaitedMail, explain } from './explain.ts';
import { type FactsServices, findFacts } from './facts.ts';
import { findSessionNow } from './session-now.ts';

/** A trail, whose it is, and what is to be said of it. */
export interface ExplainedTrail {
  readonly trail: Trail;
  /** Undefined when the name that was tried belongs to nobody. */
  readonly username: string | undefined;
  /** What is the matter, and then what to do. */
  readonly explanation: readonly string[];
}

interface Beside {
  /** How things stand now belongs to the newest attempt, and to no older one. */
  readonly isNewest: boolean;
  /** Where the emails of development are to be read; left out where the outbox is looked into. */
  readonly mailbox?: string;
  /** Why no server runs on this data, if none does. */
  readonly obstacle?: string | undefined;
}

/** Explains a trail from its steps and from how its account stands now. */
export async function explainTrail(
  services: FactsServices,
  trail: Trail,
  { isNewest, mailbox, obstacle }: Beside,
): Promise<ExplainedTrail> {
  const { db } = services;
  const accountId = trail.parts.findLast((part) => part.accountId !== null)?.accountId;
  const account = accountId ? await findAccount(db, accountId) : undefined;
  const { username } = account ?? {};
  const facts = account && isNewest ? await findFacts(services, account, obstacle) : undefined;
  const kinds = awaitedMail(trail);
  const newest = account && isNewest && kinds ? await findNewestMail(db, account.id, kinds) : undefined;
  const now = services.clock();
  const session =
    account && isNewest ? await findSessionNow(db, { accountId: account.id, trail, now }) : undefined;
  const mail = mailbox === undefined ? newest : { mailbox };
  return {
    trail,
    username,
    explanation: explain(services.words, [trail], { username, facts, mail, session }),
  };
}
