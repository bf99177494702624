import type { Db, Tx } from '../../kit/db/index.ts';
import type { Client } from '../../kit/http/index.ts';
import { type Problem, problem } from '../../kit/problem.ts';
import { hashToken } from '../../kit/secret-token.ts';
import type { Services } from '../../kit/services.ts';
import { tokenIn, wasMadeHere } from '../emails/index.ts';
import { findCountedLink } from '../limits/index.ts';
import type { TrailRecorder } from '../trails/index.ts';
import { invitationInvalid } from './problems.ts';
import {
  consumeInvitation,
  findInvitation,
  findOpenInvitation,
  type InvitationRow,
  stateOf,
} from './store.ts';

interface Trailing {
  readonly client: Client;
  readonly trail: TrailRecorder;
}

/** The open invitation of a code or link that somebody pasted. Throws `invitation-invalid` or `too-many-attempts`. */
export async function requireInvitation(
  services: Pick<Services, 'config' | 'db' | 'clock' | 'secretKey'>,
  pasted: string,
  { client, trail }: Trailing,
): Promise<InvitationRow> {
  const { db, clock } = services;
  const token = tokenIn(pasted);
  const tokenHash = hashToken(token);
  const found = await findCountedLink(
    services,
    { client, trail },
    {
      find: () => findOpenInvitation(db, tokenHash, clock()),
      wasMadeHere: wasMadeHere(services, token),
      wasSent: async () => (await findInvitation(db, tokenHash)) !== undefined,
    },
  );
  if (!found) throw await refuseInvitation(db, tokenHash, { now: clock(), trail });
  return found;
}

/** Uses an invitation up, in the transaction that accepts it. Throws `invitation-invalid` if another request was faster. */
export async function useInvitation(
  tx: Tx,
  { token_hash: tokenHash }: Pick<InvitationRow, 'token_hash'>,
  at: { readonly now: number; readonly trail: Pick<TrailRecorder, 'note'> },
): Promise<void> {
  if (!(await consumeInvitation(tx, tokenHash, at.now))) throw await refuseInvitation(tx, tokenHash, at);
}

/** Tells the trail what became of the invitation; answers the refusal to throw. */
async function refuseInvitation(
  db: Db,
  tokenHash: string,
  { now, trail }: { readonly now: number; readonly trail: Pick<TrailRecorder, 'note'> },
): Promise<Problem> {
  const invitation = await findInvitation(db, tokenHash);
  const state = invitation ? stateOf(invitation, now) : 'unknown';
  // Two that come at once: the other one has it by now.
  trail.note({ code: 'invitation', state: state === 'open' ? 'used' : state });
  return problem(invitationInvalid, ({ invitations }) => invitations.over);
}
