import type {
  Identity,
  OutsideAttemptsTable,
  OutsideIdentitiesTable,
  Provider,
} from '../../people/outside/index.ts';

/** An identity that a provider has vouched for, and whose it is here. */
export interface Proved {
  readonly provider: Provider;
  readonly identity: Identity;
  readonly known: OutsideIdentitiesTable | undefined;
  readonly attempt: OutsideAttemptsTable;
}

/** Whether the provider's second factor stands for one of this account: where the operator takes its word for it. */
export const isMultiFactor = ({ secondFactor }: Provider, identity: Identity): boolean =>
  secondFactor === 'theirs' && identity.isMultiFactor;
