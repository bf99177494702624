import { minutes } from '../../kit/duration.ts';
import { type ProblemDefinition, problem } from '../../kit/problem.ts';
import type { Services } from '../../services.ts';
import type { SessionRow } from './reader.ts';

export const proofRequired: ProblemDefinition = {
  code: 'proof-required',
  status: 403,
  title: 'Prove again that it is you',
  meaning:
    'This changes how one gets into the account, so it needs a proof that is not older than ten minutes. A session that somebody left open must not be enough.',
  remedy: 'Prove it again (POST /api/reauthenticate), then send the request once more.',
};

/** Throws `proof-required` when the last proof of this session is older than ten minutes. */
export function requireFreshProof(services: Pick<Services, 'clock' | 'config'>, session: SessionRow): void {
  if (services.clock() - session.created_at > minutes(10)) throw problem(proofRequired);
}
