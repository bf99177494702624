import type { ComponentChild } from 'preact';
import type { TSchema } from 'typebox';
import type { Config } from '../config/index.ts';
import type { Tx } from '../kit/db/index.ts';
import type { JsonValue } from '../kit/json.ts';
import type { Problem, ProblemDefinition } from '../kit/problem.ts';
import type { FormProblem } from '../kit/ui/site.ts';
import type { Say } from '../kit/words/index.ts';
import type { ActEvent } from '../people/act/index.ts';
import type { Amr } from '../people/factor-names.ts';
import type { UseCaseServices } from './services.ts';

/** Who adds a second factor, and where. */
export interface Enroller {
  readonly accountId: string;
  readonly username: string;
  /** The session, or the login's attempt: what was begun in one is finished in no other. */
  readonly subject: string;
}

/** What its owner needs to make it: the key for an app, the options of WebAuthn. */
export type Begun = Readonly<Record<string, JsonValue>>;

export interface Adding<Made, Judged> extends Enroller {
  /** What was sent, as the enrolment's `body` has checked it. */
  readonly made: Made;
  readonly judged: Judged;
  /** Unix milliseconds. */
  readonly now: number;
  /** The browser in words. */
  readonly device: string;
}

/** A factor that was put into force, or a refusal whose traces stay: it is thrown after the transaction. */
export type NewFactor =
  | {
      readonly ok: true;
      /** What its owner has proved by adding it. */
      readonly amr: readonly Amr[];
      readonly event: ActEvent;
      /** What the API shows of it. */
      readonly shown?: unknown;
    }
  | { readonly ok: false; readonly events: readonly ActEvent[]; readonly refusal: Problem };

/** Where a page has somebody add a factor. */
export interface EnrolPlace {
  /** Where its form is sent. */
  readonly action: string;
  /** Where a script sends what it has made. */
  readonly to: string;
  readonly accountId: string;
  /** Where a login leads on to; undefined on the account's own page. */
  readonly next?: string | undefined;
  readonly problem?: FormProblem | undefined;
}

/** How a second factor is added, on its owner's account or in the middle of a login. */
export interface Enrolment<Made = unknown, Judged = unknown> {
  /** The body of the request that adds it; unknown fields are refused. */
  readonly body: TSchema;
  /** Such a body, for the reference of the API. */
  readonly example: object;
  /** What adding it may throw. */
  readonly problems: readonly ProblemDefinition[];
  /** Said on the page on which it is set up. */
  readonly lead?: Say;
  /** Said above the recovery codes that come with the first one. */
  readonly notice: Say;
  /** Whether a form adds it, without a script. */
  readonly hasForm: boolean;
  /** The scripts that its part of a page needs. */
  readonly scripts?: readonly string[];
  /** Whether it can be added on this server at all. */
  isAvailable?(config: Config): boolean;
  /** Begins anew. What was begun counts for nothing before it is added. */
  begin(services: UseCaseServices, enroller: Enroller): Promise<Begun>;
  /** What was begun here and still waits, to be shown again. */
  find?(services: UseCaseServices, enroller: Enroller): Promise<Begun | undefined>;
  /** Judges before the transaction what must be counted whatever becomes of it. */
  judge?(services: UseCaseServices, enroller: Enroller, made: Made): Promise<Judged>;
  /** Puts it into force. */
  add(tx: Tx, services: UseCaseServices, adding: Adding<Made, Judged>): Promise<NewFactor>;
  /** The part of a page on which it is added. */
  part(services: UseCaseServices, begun: Begun, place: EnrolPlace): Promise<ComponentChild>;
}

/** Declares it; what is sent and judged is checked here and forgotten. */
export function enrolment<Made, Judged = undefined>(declared: Enrolment<Made, Judged>): Enrolment {
  return declared as unknown as Enrolment;
}
