import { randomInt } from 'node:crypto';
import type { Config } from '../../../config/index.ts';
import { type Problem, problem } from '../../../kit/problem.ts';
import type { Say } from '../../../kit/words/index.ts';
import {
  checkLook,
  checkUsername,
  trimNewName,
  usernameRefused,
  usernameTaken,
} from '../../../people/accounts/index.ts';

export interface NewName {
  readonly username: string;
  readonly key: string;
}

/** The name as it's kept. Throws `username-refused`, by the rules of a registration. */
export function requireNewName({ username: rules }: Pick<Config, 'username'>, typed: string): NewName {
  const checked = checkUsername(trimNewName(typed), rules);
  const look = checked.ok ? checkLook(checked, rules.reserved) : checked;
  if (look.ok) return { username: look.username, key: look.key };
  const { code, detail } = look;
  throw problem(usernameRefused, detail, { errors: [{ pointer: '/username', code, detail }] });
}

/** Whether the rules allow a name. */
function isAllowed(config: Pick<Config, 'username'>, typed: string): boolean {
  const checked = checkUsername(typed, config.username);
  return checked.ok && checkLook(checked, config.username.reserved).ok;
}

export const taken = (username: string): Problem =>
  refusal('taken', ({ adminActs }) => adminActs.taken(username));

export const imitating = (): Problem => refusal('imitates', ({ adminActs }) => adminActs.imitates);

export function nothingGiven(): Problem {
  const detail: Say = ({ adminActs }) => adminActs.nothingGiven;
  return problem(usernameRefused, detail, { errors: [{ pointer: '/username', code: 'missing', detail }] });
}

function refusal(code: string, detail: Say): Problem {
  return problem(usernameTaken, detail, { errors: [{ pointer: '/username', code, detail }] });
}

/**
 * Usernames for somebody of whom only the address is known, the nicest first: the part before the "@", then the same with
 * a number. All are allowed by the rules; somebody else may have them.
 */
export function* namesFor(config: Pick<Config, 'username'>, address: string): Generator<string> {
  const local = address.slice(0, address.lastIndexOf('@')).split('+', 1)[0] ?? '';
  const plain = local.normalize('NFC').replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '-');
  const bases = [plain, plain.replace(/[^A-Za-z0-9._-]+/g, ''), 'person'].map((base) =>
    [...base.replace(/^[\p{M}._-]+|[._-]+$/gu, '')]
      .slice(0, Math.max(1, config.username.maxLength - 7))
      .join(''),
  );
  for (const base of bases.filter((one) => one !== '')) {
    const numbered = Array.from({ length: 8 }, (_, at) => `${base}-${at + 2}`);
    const random = () => `${base}-${randomInt(100_000, 1_000_000)}`;
    for (const name of [base, ...numbered, random(), random(), random()]) {
      if (isAllowed(config, name)) yield name;
    }
  }
}
