import type { Factor } from '../../../src/factors/factor.ts';
import type { Offer } from '../../../src/factors/offer.ts';
import type { TestApp } from '../app.ts';
import type { Body, Browser } from '../browser-of.ts';
import type { Settings } from '../config.ts';

/** An answer as a client sends it. */
export interface Answer {
  readonly body: Readonly<Record<string, unknown>>;
  /** What of it must be told nobody. */
  readonly secret: string;
}

/** What somebody has in their hands: an app, a key, a list on paper, a mailbox. */
export interface Device {
  /** A right answer to an offer that was not given before; of another server, where its owner's account went there. */
  right(offer: Offer, elsewhere?: TestApp): Promise<Answer>;
  /** An answer that looks like one and is wrong. */
  wrong(offer: Offer): Promise<Answer>;
  /** What it keeps, in every spelling in which it could be told. */
  readonly secrets: readonly string[];
}

/** Somebody with an account. */
export interface Owner {
  readonly app: TestApp;
  readonly username: string;
  readonly accountId: string;
  /** The browser in which the account was made, signed in. */
  readonly self: Browser;
}

/** What a login sends before the factor is asked for, and where a page asks for it then. */
export interface Way {
  body(username: string): object;
  readonly form: string;
  fields(username: string): Readonly<Record<string, string>>;
  readonly page: string;
}

/** What a test must know of a factor to use it as a person does. All else it reads from the factor. */
export interface FactorDriver {
  readonly way: Way;
  /** Whether an answer is good once, as all are that can be overheard or written down. */
  readonly isOneTime: boolean;
  /** What must be set for it to be of use. */
  readonly settings?: Settings;
  /** Has an account get it, as its owner would. */
  hold(owner: Owner): Promise<Device>;
  /** Somebody whose account asks for it to confirm who they are; without it, whoever holds it. */
  holdToVerify?(app: TestApp): Promise<{ readonly owner: Owner; readonly device: Device }>;
  /** Has a session be asked for it, where that takes more than a look. */
  askToVerify?(self: Browser): Promise<unknown>;
  /** The fields of the form that adds it, from what was begun; for a factor that a form adds. */
  made?(begun: Body, app: TestApp): Readonly<Record<string, string>>;
  /** How many answers are left, as `GET /api/me/factors` has it; for a factor that has a number of them. */
  left?(overview: Readonly<Record<string, unknown>>): number;
  /** Where `GET /api/me/export` carries it, for a factor that shows its owner nothing in `GET /api/me/factors`. */
  exported?(all: Readonly<Record<string, unknown>>): unknown;
}

/** A factor and how to use it. */
export interface DrivenFactor {
  readonly factor: Factor;
  readonly driver: FactorDriver;
}
