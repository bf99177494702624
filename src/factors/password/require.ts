import type { Config } from '../../config/index.ts';
import { problem } from '../../kit/problem.ts';
import type { TrailRecorder } from '../../people/trails/index.ts';
import { hasCommonPasswords, loadCommonPasswords } from './common-passwords.ts';
import { checkPassword } from './policy.ts';
import { passwordRefused } from './problems.ts';

/** Holds a new password to the rules: throws `password-refused` with the rule that it breaks. */
export async function requirePassword(
  config: Config,
  password: string,
  username: string,
  pointer: string,
  trail?: Pick<TrailRecorder, 'note'>,
): Promise<void> {
  const verdict = await judgePassword(config, password, username, trail);
  trail?.note({ code: 'password-judged', ok: verdict.ok, ...(!verdict.ok && { reason: verdict.code }) });
  if (verdict.ok) return;
  const { code, detail } = verdict;
  throw problem(passwordRefused, detail, { errors: [{ pointer, code, detail }] });
}

/** The same as an answer, for accounts that come in with a password of their own. */
export async function judgePassword(
  config: Config,
  password: string,
  username: string,
  trail?: Pick<TrailRecorder, 'note'>,
) {
  const context = { username, siteName: config.siteName, host: new URL(config.publicUrl).hostname };
  const isLate = !hasCommonPasswords();
  const common = await loadCommonPasswords();
  if (isLate) trail?.note({ code: 'common-passwords-loaded' });
  return checkPassword(password, context, config.password, common);
}
