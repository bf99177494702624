import type { FastifyReply } from 'fastify';
import type { ComponentChild } from 'preact';
import type { TSchema } from 'typebox';
import type { Tx } from '../kit/db/index.ts';
import type { Route, RouteDescription } from '../kit/http/index.ts';
import type { ProblemDefinition } from '../kit/problem.ts';
import type { Services } from '../kit/services.ts';
import type { Done } from '../kit/ui/site.ts';
import type { Say, Words } from '../kit/words/index.ts';
import type { ActEvent } from '../people/act/index.ts';
import type { Begun } from './enrolment.ts';

/** A request of the API by which somebody changes a factor of their own; how it is mounted is the same for all. */
export interface OwnRequest extends Pick<RouteDescription, 'operationId' | 'summary' | 'description'> {
  readonly path: string;
  readonly answers: NonNullable<Route['answers']>;
  /** Its own refusals, beside those of every such request. */
  readonly problems: readonly ProblemDefinition[];
}

/** What the API answers when a factor was added. */
export interface AddedToOwn {
  readonly shown: unknown;
  /** Shown this once; undefined where the account has some already. */
  readonly recoveryCodes: readonly string[] | undefined;
}

/** What was removed: a factor in force with its line in the audit log, or one that was only being set up. */
export type Removed = { readonly event: ActEvent } | 'set-up';

/** Where a section stands: what the account has, and what may be done with it. */
export interface SectionPlace<Shown> {
  readonly shown: Shown;
  /** It is the last second factor of an account that must have one. */
  readonly mustStay: boolean;
  /** The account has a second factor. */
  readonly isProtected: boolean;
  readonly done: Done | undefined;
}

/** What its owner sees of a factor and does with it, on the account's page and over the API. */
export interface Own<Shown = object> {
  /** The id of its section on the account's page; its pages stand under `/account/security/{section}`. */
  readonly section: string;
  /** What the page says after a change, by the key that the address carries. */
  readonly notices: Readonly<Record<string, Say>>;
  /** Its members in the answer of `GET /api/me/factors`. */
  readonly schema: Readonly<Record<string, TSchema>>;
  find(services: Pick<Services, 'db' | 'config'>, accountId: string): Promise<Shown>;
  /** How many second factors of this kind the account has. */
  count(shown: Shown): number;
  /** Whether the account could use it now: `isSetUp` of the factor, for whoever has read it already. */
  canAnswer(shown: Shown): boolean;
  /** Whether it opens the account by itself, without a password; left out where it never does. */
  opensAlone?(shown: Shown): boolean;
  draw(place: SectionPlace<Shown>): ComponentChild;
  /** What an operator is told: in words, null where there is none, and as members of JSON. */
  told(
    shown: Shown,
    words: Words,
  ): {
    readonly said: string | null;
    readonly facts: Readonly<Record<string, number | boolean>>;
  };
  readonly begin?: OwnRequest & {
    /** Refused so where there is one already and there can't be another. */
    readonly exists?: ProblemDefinition;
    answer(begun: Begun, words: Words): unknown;
  };
  readonly add?: OwnRequest & {
    readonly bodyLimit?: number;
    answer(reply: FastifyReply, added: AddedToOwn): unknown;
  };
  readonly remove?: OwnRequest & {
    /** Said where there is nothing to remove. */
    readonly missing: Say;
    /** It may be what opens the account: then another way in must be left. */
    readonly isWayIn?: true;
    /** `id` is the one that the path names, where there may be several. */
    from(tx: Tx, accountId: string, id: string, now: number): Promise<Removed | undefined>;
  };
}

/** Declares it; what it shows is checked here and forgotten. */
export function own<Shown extends object>(declared: Own<Shown>): Own {
  return declared as unknown as Own;
}
