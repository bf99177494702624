import type { Client } from '../../kit/http/index.ts';

/** Who invites or revokes, and from where. */
export interface Acting {
  readonly actor: { readonly kind: 'person' | 'token' | 'command' | 'server'; readonly id: string | null };
  readonly client: Client;
  readonly requestId: string | null;
  readonly reason: string | null;
}
