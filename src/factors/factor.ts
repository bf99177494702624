import type { Expression } from 'kysely';
import type { TSchema } from 'typebox';
import type { Db, Tables, Tx } from '../kit/db/index.ts';
import type { RouteDescription } from '../kit/http/index.ts';
import type { ProblemDefinition } from '../kit/problem.ts';
import type { Say } from '../kit/words/index.ts';
import type { ActEvent } from '../people/act/index.ts';
import type { NoticeKind } from '../people/emails/index.ts';
import type { EventType } from '../people/events/index.ts';
import type { Amr, FactorName } from '../people/factor-names.ts';
import type { Answering } from './answering.ts';
import type { StepForm } from './asks.ts';
import type { Enrolment } from './enrolment.ts';
import type { Offer } from './offer.ts';
import type { Own } from './own.ts';
import type { UseCaseServices } from './services.ts';

/** Who is asked to prove something, and what for. */
export interface Asked {
  /** Null in a login that began without a name: then only a factor that names its owner by itself can answer. */
  readonly accountId: string | null;
  /** What the proof is for: a login's attempt, or a session that proves anew. What a factor hands out is good for it alone. */
  readonly subject: string;
  /**
   * `first`: it signs somebody in alone. `second`: it comes after another one. `again`: the holder of a session confirms
   * who they are, on an account with neither a password nor a second factor.
   */
  readonly role: 'first' | 'second' | 'again';
  /** Unix milliseconds. */
  readonly now: number;
  /** The same by the browser's clock, as its page says: no more than a hint for the trail. Left out where none says it. */
  readonly browserNow?: number | undefined;
}

/** A few facts for the trail, such as how late a code was; never anything secret. */
export type Facts = Readonly<Record<string, string | number | boolean>>;

export type Verdict =
  | {
      readonly ok: true;
      /** Whose proof it is: the account that was asked, or the one that the proof names. */
      readonly accountId: string;
      readonly amr: readonly Amr[];
      /** Something one has and something one knows or is, in one: it needs no second factor. */
      readonly isMultiFactor: boolean;
      readonly facts: Facts;
    }
  | {
      readonly ok: false;
      readonly reason: string;
      readonly facts: Facts;
      /** Whose it would be, where the answer names an account by itself; for the trail alone. */
      readonly claims?: string;
      /** Whose it is, where an answer that is refused still proves that, as the signature of a copied key does. */
      readonly accountId?: string;
    };

/** An answer that was refused, as its trail tells of it, and whose account it was for. */
export interface RefusedAnswer {
  readonly account: { readonly id: string; readonly username: string };
  readonly reason: string;
  /** Since when it is worth nothing any more, where that is known. */
  readonly since?: number | undefined;
  /** When it was given. */
  readonly at: number;
}

/** Why an answer was refused, for an operator. */
export interface ExplainedAnswer {
  /** A part of a sentence, in place of the one that says the reason alone. */
  readonly because?: Say | undefined;
  /** Sentences that say what helps. */
  readonly advice: readonly Say[];
}

/** What an operator has taken off an account: how it is called in the sentence that tells of it, and its lines in the audit log. */
export interface Cleared {
  readonly said: Say;
  readonly events: readonly ActEvent[];
}

/** What the login and a verification ask of every factor but the password, which has a way of its own. */
export interface Factor<Answer = never> {
  readonly name: FactorName;
  /** What can be done with it where no more codes are judged: "use your passkey"; undefined for a code itself. */
  readonly helps?: Say;
  /** The refusals that it declares. */
  readonly problems?: readonly ProblemDefinition[];
  /** The body of an answer; unknown fields are refused. */
  readonly answer: TSchema;
  /** What the reference of the API says of the login step that takes an answer. */
  readonly reference: Required<Pick<RouteDescription, 'summary' | 'description' | 'example'>>;
  /** Whether it may follow the password as a second factor. */
  readonly isSecond: boolean;
  /** It stands in for a second factor that is lost, and is none by itself: an account with it alone has none. */
  readonly standsIn?: true;
  /** A login begins with a name and is answered by it, whether or not the name is somebody's (ASVS V6.3.8). */
  readonly answersName?: true;
  /** Whether its answers are few enough to be guessed, as six digits are; then they count as `code`, else as `key`. */
  readonly isGuessable: boolean;
  /** Whether the account could use it now. */
  isSetUp(db: Db, accountId: string): Promise<boolean>;
  /** Null where the account has none of it. May write, such as a challenge. */
  offer(services: UseCaseServices, asked: Asked): Promise<Offer | null>;
  /**
   * Judges an answer and uses up what may be used once, in one statement of `tx`. A refusal is a value: what it has
   * used up stays so. It throws only for what nobody expected.
   */
  verify(tx: Tx, services: UseCaseServices, asked: Asked, answer: Answer): Promise<Verdict>;
  /** Whose answer it may be in a login without a name. That account is held before the answer is judged. */
  findOwner?(db: Db, answer: Answer): Promise<string | undefined>;
  /**
   * What to tell about a refusal of this reason, where another try can't help. Only for reasons that are found after the
   * answer has proved to be from the factor's holder, or that say nothing of any account: nobody else hears them.
   */
  adviceFor?(reason: string): Say | undefined;
  /** Members of the answer that a browser needs to act on such a refusal; of the same reasons alone. */
  membersFor?(reason: string): Readonly<Record<string, string>> | undefined;
  /** Answers are made from the time, so a clock that is wrong makes wrong ones. */
  readonly isByClock?: true;
  /** What is known of a refused answer beside its reason, from what the account has now; undefined where that is nothing. */
  explain?(
    services: Pick<UseCaseServices, 'db' | 'config'>,
    answer: RefusedAnswer,
  ): Promise<ExplainedAnswer | undefined>;
  /** What the owner is told of each use, for a factor that should hardly ever be used. */
  readonly whenUsed?: {
    readonly event: EventType;
    readonly notice: Extract<NoticeKind, { kind: 'recovery-used' }>;
  };
  /** How a page asks for it; undefined for a code by email, which has pages of its own. */
  readonly answering?: Answering;
  /** How a frontend asks for it; undefined where fields can't, as for a passkey. */
  readonly asks?: StepForm;
  /** How it is added; undefined where nobody adds it by itself. */
  readonly enrolment?: Enrolment;
  /** What its owner sees of it and does with it; undefined where there is nothing. */
  readonly own?: Own;
  /**
   * The tables of its room, and what an export of accounts does with their rows: `carried` belongs to the account and goes
   * along, `left` is under way in one place and stays.
   */
  readonly tables: Readonly<Partial<Record<keyof Tables, 'carried' | 'left'>>>;
  /** The accounts that would be weaker without it, as a query of their IDs; undefined where none would be. */
  holders?(db: Db): Expression<string>;
  /** Takes it off an account whose owner has lost it; undefined where there was none. What is only being set up stays. */
  clear?(tx: Tx, accountId: string, now: number): Promise<Cleared | undefined>;
  /** An operator takes it off only when asked to: it may open the account by itself. */
  readonly staysUnlessAsked?: true;
}
