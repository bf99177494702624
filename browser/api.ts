/** A refusal of the API (RFC 9457). */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;
  /** The factors that can be used instead, in an unfinished login. */
  readonly next: readonly Offer[];

  constructor({ code = '', detail = '', next = [] }: { code?: string; detail?: string; next?: Offer[] }) {
    super(detail);
    this.code = code;
    this.next = next;
  }
}

/** A factor that a login or an identity check accepts. */
export interface Offer {
  readonly factor: string;
  readonly options?: unknown;
}

/** Sends JSON to this server and returns its JSON. Throws a `Refusal`. */
export async function post<Answer>(path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(path, {
    method: 'POST',
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      // Whose page this is. Someone else may have signed in since, in another tab.
      ...(document.body.dataset.owner && { 'latchkey-owner': document.body.dataset.owner }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Refusal(answer as { code: string; detail: string });
  return answer as Answer;
}
