import type { SignInFacts } from '../facts.ts';

/** Of names that are a slip of the finger away from this account's; none where there were none. */
export function nearNames({
  nearNames: count = 0,
  username,
}: Pick<SignInFacts, 'nearNames' | 'username'>): string[] {
  if (count === 0) return [];
  const attempts = count === 1 ? '1 attempt' : `${count} attempts`;
  return [
    `In the last hour, there ${count === 1 ? 'was' : 'were'} ${attempts} with a username or address one letter away from that of ${username}, which no account has. If it was them, it was a typo in the name.`,
  ];
}
