import { hash, randomBytes } from 'node:crypto';
import { seconds } from '../../kit/duration.ts';
import { addressKey } from '../../kit/http/index.ts';
import { sameText, sign } from '../../kit/secret-token.ts';
import type { InsteadOfProof } from '../../kit/ui/index.ts';
import type { LimitServices } from './challenge.ts';
import { type GuessSubject, ownCounter } from './counters.ts';
import type { Guess } from './guess.ts';
import { failuresIn, findLimit, spendWait } from './store.ts';

/**
 * Waiting in the place of a proof of work, for a browser without JavaScript. Its page holds a ticket, which is good once,
 * after the wait, for the same name from the same network. A guess by it is counted and limited like any other.
 *
 * Tickets are signed, so that none is stored and as many can be made as anybody asks for. What is stored is the last time
 * that one was used for a count from a network: whatever was made before that is void. So thousands that were fetched at
 * once are worth one guess, and the next needs a ticket that is made, and waited for, after it. Nobody elsewhere can use up
 * a network's turn. See decision 0038.
 */
const wait = seconds(30);

/** Whose guess a ticket stands for: it fits the count that the guess goes into, the name as it was typed, and the network. */
type Guesser = Pick<Guess, 'subject' | 'address'>;

/** A ticket that was waited for, not yet used up. */
export interface Waited {
  readonly key: string;
  /** When it was made, in Unix milliseconds. */
  readonly since: number;
}

/** What a guess brought along: undefined for nothing. `void` is a ticket that is forged, foreign, expired or used. */
export type WaitState = Waited | 'early' | 'void' | undefined;

/**
 * What the form of the next guess holds for a browser without JavaScript; undefined when that guess needs no proof of work.
 * Whoever sent a ticket too early gets the same back, so that the wait doesn't begin anew.
 */
export async function offerWait(
  services: LimitServices,
  guesser: Guesser,
  sent: string | undefined,
): Promise<InsteadOfProof | undefined> {
  if (!(await guessNeedsProof(services, guesser.subject))) return undefined;
  const state = await readWait(services, { ...guesser, waited: sent });
  const isKept = sent !== undefined && state !== 'void' && state !== undefined;
  const ticket = isKept ? sent : await newTicket(services, guesser);
  const end = Number(ticket.split('.', 1)[0]) + wait;
  const left = Math.max(1, Math.ceil((end - services.clock()) / 1000));
  const { of } = guesser.subject;
  return { ticket, said: ({ limits }) => limits.waitInstead[of === 'password' ? of : 'code'](left) };
}

/** Whether the next guess must carry a proof of work: then its page has to bring the challenge along. */
export async function guessNeedsProof(services: LimitServices, subject: GuessSubject): Promise<boolean> {
  const { key, now, challengeFrom } = ownCounter(services, subject);
  return (await failuresIn(services.db, key, now)) >= challengeFrom;
}

/** Reads the ticket that came with a guess; nothing is used up. */
export async function readWait(
  services: LimitServices,
  { waited, ...guesser }: Guesser & Pick<Guess, 'waited'>,
): Promise<WaitState> {
  if (waited === undefined) return undefined;
  const [, made = '', nonce = '', signature = ''] = /^(\d{13,16})\.([\w-]{16})\.([\w-]+)$/.exec(waited) ?? [];
  if (!sameText(signature, signatureOf(services, guesser, made, nonce))) return 'void';
  const since = Number(made);
  const now = services.clock();
  const key = keyOf(services, guesser);
  if (now >= since + lifetime(services)) return 'void';
  if ((await lastUsed(services, key)) > since) return 'void';
  return now < since + wait ? 'early' : { key, since };
}

/** True once for each wait: then everything that was made before is void. */
export function useWait({ db, clock, config }: LimitServices, { key, since }: Waited): Promise<boolean> {
  // Kept for longer than a ticket is good, so that a machine whose clock is fast sweeps nothing that is needed.
  return spendWait(db, { key, since, now: clock(), expiresAt: clock() + 2 * lifetime({ config }) });
}

async function newTicket(services: LimitServices, guesser: Guesser): Promise<string> {
  // Another machine's clock may be ahead; a ticket that is void from the start would help nobody.
  const made = String(Math.max(services.clock(), await lastUsed(services, keyOf(services, guesser))));
  // Without it, two tickets of one moment were the same where a username and an address belong to one account.
  const nonce = randomBytes(12).toString('base64url');
  return `${made}.${nonce}.${signatureOf(services, guesser, made, nonce)}`;
}

/** When a wait was last used under a key, in Unix milliseconds; 0 for never. */
async function lastUsed({ db }: LimitServices, key: string): Promise<number> {
  return (await findLimit(db, key))?.blocked_until ?? 0;
}

/** As long as a challenge may be solved, after the wait. */
function lifetime({ config }: Pick<LimitServices, 'config'>): number {
  return wait + config.limits.challengeLifetime;
}

function signatureOf(services: LimitServices, guesser: Guesser, made: string, nonce: string): string {
  const facts = [keyOf(services, guesser), guesser.subject.name, made, nonce];
  return sign(services.secretKey, 'wait', facts.join('\n'));
}

/** What stands in the row: neither an account nor an address. */
function keyOf(services: LimitServices, { subject, address }: Guesser): string {
  const { key } = ownCounter(services, subject);
  return `waited:${hash('sha256', `${key}\n${addressKey(address)}`, 'base64url')}`;
}
