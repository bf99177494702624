import type { Tx } from '../../kit/db/index.ts';
import { proofFrom } from '../../login/index.ts';
import type { Amr } from '../../people/factor-names.ts';
import { amrOf, renewProof, type SessionRow } from '../../people/sessions/index.ts';

/** Notes on a session that its holder has just proved the second factor that they added in it. */
export async function noteProof(
  tx: Tx,
  session: SessionRow,
  proved: readonly Amr[],
  now: number,
): Promise<void> {
  const { amr, aal } = proofFrom([...(amrOf(session) as Amr[]), ...proved], false);
  await renewProof(tx, session.id, { amr, aal, level: 2, now });
}
