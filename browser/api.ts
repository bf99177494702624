/** A refusal of the API (RFC 9457). */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;
  /** What may be answered instead, in a login that goes on. */
  readonly next: readonly Offer[];

  constructor({ code = '', detail = '', next = [] }: { code?: string; detail?: string; next?: Offer[] }) {
    super(detail);
    this.code = code;
    this.next = next;
  }
}

/** What a login or a renewed proof asks for. */
export interface Offer {
  readonly factor: string;
  readonly options?: unknown;
}

/** Sends JSON to this server and answers its JSON; throws a `Refusal`. */
export async function post<Answer>(path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(path, {
    method: 'POST',
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      // Whose page this is: someone else may have signed in since, in another tab.
      ...(document.body.dataset.owner && { 'latchkey-owner': document.body.dataset.owner }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Refusal(answer as { code: string; detail: string });
  return answer as Answer;
}
