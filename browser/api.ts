/** A refusal of the API (RFC 9457). */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;
  /** The factors that can be used instead, in an unfinished login. */
  readonly next: readonly Offer[];
  /** Why, where the page has to act on it. */
  readonly reason: string;
  /** What whoever helps can find the attempt by; empty where there is none. */
  readonly supportCode: string;

  constructor({ code = '', detail = '', next = [], reason = '' }: Problem, supportCode: string) {
    super(detail);
    this.code = code;
    this.next = next;
    this.reason = reason;
    this.supportCode = supportCode;
  }
}

interface Problem {
  readonly code?: string;
  readonly detail?: string;
  readonly next?: readonly Offer[];
  readonly reason?: string;
}

/** A factor that a login or an identity check accepts. */
export interface Offer {
  readonly factor: string;
  readonly options?: unknown;
}

/** Sends JSON to this server and returns its JSON. Throws a `Refusal`. */
export async function post<Answer>(path: string, body?: unknown): Promise<Answer> {
  const response = await send(path, body);
  const answer: unknown = await response.json();
  if (!response.ok) throw new Refusal(answer as Problem, supportCodeOf(response));
  return answer as Answer;
}

/** Sends JSON to this server and returns the support code of the attempt that the answer names. */
export async function report(path: string, body: unknown): Promise<string> {
  return supportCodeOf(await send(path, body));
}

/** `att_7k3mq2xv9d4t` as people read it: `7K3M-Q2XV-9D4T`. */
function supportCodeOf({ headers }: Response): string {
  const [, letters = ''] = /^att_(\w{12})$/.exec(headers.get('latchkey-attempt') ?? '') ?? [];
  return (letters.toUpperCase().match(/.{4}/g) ?? []).join('-');
}

function send(path: string, body: unknown): Promise<Response> {
  return fetch(path, {
    method: 'POST',
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      // Whose page this is. Someone else may have signed in since, in another tab.
      ...(document.body.dataset.owner && { 'latchkey-owner': document.body.dataset.owner }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}
