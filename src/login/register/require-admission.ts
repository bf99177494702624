import { problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { type Admission, findAdmission, registrationClosed } from '../../people/accounts/index.ts';
import type { Trailing } from '../trails/index.ts';

/** Throws `registration-closed` for whoever may not have an account. The trail says which setting keeps them out. */
export function requireAdmission(
  { config }: Pick<Services, 'config'>,
  by: Parameters<typeof findAdmission>[1],
  trail: Trailing['trail'],
): Admission {
  const admission = findAdmission(config, by);
  if (admission) return admission;
  const cause = config.registration.mode === 'closed' ? 'closed' : 'invited';
  trail.note({ code: 'not-admitted', cause });
  throw problem(registrationClosed, ({ ui }) => ui.signUp[cause]);
}
