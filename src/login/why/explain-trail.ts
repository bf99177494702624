import { findNewestMail, type MailKind } from '../../kit/mail/index.ts';
import { findAccount } from '../../people/accounts/index.ts';
import { fateOf, findLastLink, type LinkPurpose } from '../../people/emails/index.ts';
import type { Trail } from '../../people/trails/index.ts';
import { readAccount } from './account-read.ts';
import { awaitedMail, explain } from './explain.ts';
import { type FactsServices, findFacts, findNearNames } from './facts.ts';
import type { LinkNow } from './mail-now.ts';
import { findAttemptEnd, findMeanwhile } from './meanwhile.ts';
import { findRefusedFacts } from './refused-facts.ts';
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
  const read = accountId && isNewest ? await readAccount(services, accountId) : undefined;
  const account = read?.account ?? (accountId ? await findAccount(db, accountId) : undefined);
  const { username } = account ?? {};
  const refused = read && (await findRefusedFacts(services, trail, read.account));
  const standing = read && {
    ...(await findFacts(services, read, obstacle)),
    nearNames: await findNearNames(services, read),
  };
  const meanwhile = standing && account && (await findMeanwhile(db, trail, account.id));
  const now = services.clock();
  const attemptEnd = standing && (await findAttemptEnd(db, trail, now));
  const facts = standing && { ...standing, refused, meanwhile, attemptEnd };
  const kinds = awaitedMail(trail);
  const awaited = account && kinds && { accountId: account.id, kinds, trailId: trail.id, isNewest };
  const mail = mailbox === undefined ? awaited && (await findAwaited(services, awaited)) : { mailbox };
  const link = awaited && (await findAwaitedLink(services, awaited));
  const session =
    account && isNewest ? await findSessionNow(db, { accountId: account.id, trail, now }) : undefined;
  return {
    trail,
    username,
    explanation: explain(services.words, [trail], { username, facts, mail, link, session }),
  };
}

interface Awaited {
  readonly accountId: string;
  readonly kinds: readonly MailKind[];
  readonly trailId: string;
  readonly isNewest: boolean;
}

/** The email that was sent for this attempt; for the newest one else the newest that it may wait for. */
async function findAwaited({ db }: FactsServices, { accountId, kinds, trailId, isNewest }: Awaited) {
  const own = await findNewestMail(db, accountId, kinds, trailId);
  return own ?? (isNewest ? findNewestMail(db, accountId, kinds) : undefined);
}

async function findAwaitedLink(
  { db, clock }: FactsServices,
  { accountId, kinds, trailId, isNewest }: Awaited,
): Promise<LinkNow | undefined> {
  const purpose = (['verify-email', 'recover'] as const).find((one: LinkPurpose) => kinds.includes(one));
  if (purpose === undefined) return undefined;
  const own = await findLastLink(db, { accountId, purpose, trailId });
  const link = own ?? (isNewest ? await findLastLink(db, { accountId, purpose }) : undefined);
  return link && { purpose, fate: fateOf(link, clock()) };
}
