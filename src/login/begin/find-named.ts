import type { UseCaseServices } from '../../factors/index.ts';
import { type AccountRow, usernameKey } from '../../people/accounts/index.ts';
import { emailKey, findAccountByVerifiedEmail } from '../../people/emails/index.ts';
import type { TrailRecorder } from '../../people/trails/index.ts';
import { nobody } from '../judge/nobody.ts';
import { noteClosed, noteTypedName } from '../judge/note-answer.ts';

/**
 * By its confirmed address or its name, which holds no `@`. `name` is the very form that was looked up: if what is
 * counted where there is no account followed other spellings, the count would tell whether there is one (ASVS V6.3.8).
 */
export async function findNamed(
  { config, db, accounts }: UseCaseServices,
  typed: string,
  trail: Pick<TrailRecorder, 'note' | 'missed'>,
): Promise<{ account: AccountRow | undefined; name: string }> {
  noteTypedName(trail, typed);
  const { identifiers } = config.login;
  const hasAt = typed.includes('@');
  const isAddress = hasAt && identifiers !== 'username';
  const name = isAddress ? emailKey(typed) : usernameKey(typed);
  const account = isAddress
    ? await findAccountByVerifiedEmail(db, name)
    : await accounts.findByKey(identifiers === 'email' ? nobody : name);
  trail.missed(account ? undefined : name);
  trail.note({ code: 'account-looked-up', by: hasAt ? 'email' : 'username', found: account !== undefined });
  noteClosed(trail, account);
  return { account, name };
}
