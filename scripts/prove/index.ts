import { deleteAccountProof } from './delete-account.ts';
import { killProof, killTokensProof } from './kill.ts';
import { moveProof } from './move.ts';
import { mutants } from './mutants.ts';
import type { Proof } from './proof.ts';
import { searchProof } from './search.ts';

export type { Proof } from './proof.ts';

/** All proofs; a new one is added here. */
export const proofs: readonly Proof[] = [
  deleteAccountProof,
  killProof,
  killTokensProof,
  moveProof,
  mutants,
  searchProof,
];
