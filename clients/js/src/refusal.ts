import type { Code } from './codes.ts';
import type { FieldProblem, Step } from './types.ts';

/** What the server writes of a refusal. */
export interface ProblemBody {
  readonly status: number;
  readonly code: Code | 'no-answer';
  readonly detail: string;
  readonly errors?: readonly FieldProblem[];
  readonly next?: readonly Step[];
  readonly reason?: string;
}

/** A refusal of the server: decide by `code`, show `message`, and each of `errors` beside its field. */
export class Refusal extends Error {
  override readonly name: string = 'Refusal';
  /** The HTTP status; 0 where no answer came. */
  readonly status: number;
  /** The server's code, or `no-answer` where none came: the network is down, or the page's origin isn't allowed. */
  readonly code: Code | 'no-answer';
  readonly errors: readonly FieldProblem[];
  /** What can be answered now, after a wrong code or where who is signed in must confirm that. */
  readonly next: readonly Step[];
  /** Why there is no session. */
  readonly reason: string | undefined;
  /** Seconds to wait before the next try; undefined where waiting doesn't help. */
  readonly retryAfter: number | undefined;
  /** Names the attempt to whoever runs the site: show it beside the message. */
  readonly attempt: string | undefined;

  constructor({ status, code, detail, errors = [], next = [], reason }: ProblemBody, headers?: Headers) {
    super(detail);
    this.status = status;
    this.code = code;
    this.errors = errors;
    this.next = next;
    this.reason = reason;
    const wait = headers?.get('retry-after');
    this.retryAfter = wait ? Number(wait) : undefined;
    this.attempt = headers?.get('latchkey-attempt') ?? undefined;
  }
}
