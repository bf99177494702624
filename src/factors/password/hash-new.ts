import type { Services } from '../../kit/services.ts';
import type { TrailRecorder } from '../../people/trails/index.ts';
import type { PasswordHasher } from './hasher.ts';

/** Hashes a password that somebody has chosen, and tells the trail: it is what takes longest. */
export async function hashNewPassword(
  { hasher }: Pick<Services, 'hasher'>,
  password: string,
  trail?: Pick<TrailRecorder, 'note'>,
): ReturnType<PasswordHasher['hash']> {
  const hashed = await hasher.hash(password, trail);
  trail?.note({ code: 'password-hashed', of: 'new' });
  return hashed;
}
