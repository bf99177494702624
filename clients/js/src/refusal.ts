import type { Code } from './codes.ts';
import type { FieldProblem, Step } from './types.ts';

interface ProblemBody {
  readonly status: number;
  readonly code: Code;
  readonly detail: string;
  readonly errors?: readonly FieldProblem[];
  readonly next?: readonly Step[];
  readonly reason?: string;
}

/** A refusal of the server: decide by `code`, show `message`, and each of `errors` beside its field. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: Code;
  readonly errors: readonly FieldProblem[];
  /** What can be answered now, after a wrong code or where who is signed in must confirm that. */
  readonly next: readonly Step[];
  /** Why there is no session. */
  readonly reason: string | undefined;
  /** Seconds to wait before the next try; undefined where waiting doesn't help. */
  readonly retryAfter: number | undefined;
  /** Names the attempt to whoever runs the site: show it beside the message. */
  readonly attempt: string | undefined;

  constructor({ status, code, detail, errors = [], next = [], reason }: ProblemBody, headers: Headers) {
    super(detail);
    this.status = status;
    this.code = code;
    this.errors = errors;
    this.next = next;
    this.reason = reason;
    const wait = headers.get('retry-after');
    this.retryAfter = wait === null ? undefined : Number(wait);
    this.attempt = headers.get('latchkey-attempt') ?? undefined;
  }
}
