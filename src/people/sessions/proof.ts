import { minutes } from '../../kit/duration.ts';
import { problem } from '../../kit/problem.ts';
import type { Services } from '../../services.ts';
import { proofRequired } from './problems.ts';
import type { SessionRow } from './reader.ts';

/** How long a proof opens what is sensitive. ASVS V7.5.1 and V7.5.3 ask for one without a number. */
const proofLifetime = minutes(10);

/** Throws `proof-required` unless this session has proved who holds it within the last ten minutes. */
export function requireFreshProof({ clock }: Pick<Services, 'clock'>, session: SessionRow): void {
  if (session.auth_time >= clock() - proofLifetime) return;
  throw problem(
    proofRequired,
    'Prove first that it is you: POST /api/reauthenticate with your password or another factor.',
  );
}
