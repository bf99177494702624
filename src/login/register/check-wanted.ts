import type { UseCaseServices } from '../../factors/index.ts';
import { judgePassword, requirePassword } from '../../factors/password/index.ts';
import { Problem, problem } from '../../kit/problem.ts';
import {
  checkLook,
  checkUsername,
  readDocument,
  trimNewName,
  usernameRefused,
} from '../../people/accounts/index.ts';
import { addressNeeded, requireAddress, requireAllowedDomain } from '../../people/emails/index.ts';
import { noteTypedName, type Requester } from '../index.ts';
import type { Registration } from './registration.ts';

type Trail = Requester['trail'];

/** Holds everything that was sent to its rules, so that nobody learns of a second mistake when the first is mended. */
export async function checkWanted(services: UseCaseServices, wanted: Registration, trail: Trail) {
  const refusals: Problem[] = [];
  const attempt = async <T>(check: () => T | Promise<T>): Promise<T | undefined> => {
    try {
      return await check();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      refusals.push(error);
      return undefined;
    }
  };
  const name = await attempt(() => requireUsername(services, wanted, trail));
  const weak = await attempt(() =>
    isWeakPassword(services, wanted, name?.username ?? wanted.username, trail),
  );
  const data = await attempt(() =>
    wanted.data === undefined ? '{}' : readDocument(services, JSON.stringify(wanted.data), '/data').text,
  );
  const email = await attempt(() => addressToAskFor(services, wanted, trail));
  const [first] = refusals;
  if (first) throw withPlacesOf(refusals, first);
  if (!name || weak === undefined || data === undefined) throw new Error('A rule refused without a word.');
  return { ...name, weak, data, email };
}

/** The domain rules hold for an invitation too. The workshop's request names no address whose domain could be allowed. */
function addressToAskFor(services: UseCaseServices, { invited, rules, email }: Registration, trail: Trail) {
  if (invited) {
    requireAllowedDomain(services, invited.email.key, { pointer: '/token', trail });
    return undefined;
  }
  if (rules !== 'workshop') return requireAddress(services, email, trail);
  if (services.emailDomains.allowed.size > 0) throw addressNeeded();
  return undefined;
}

function withPlacesOf(refusals: readonly Problem[], { definition, detail, options }: Problem): Problem {
  return problem(definition, detail, {
    ...options,
    errors: refusals.flatMap((refusal) => refusal.options.errors ?? []),
  });
}

function requireUsername({ config }: UseCaseServices, { username, rules: by }: Registration, trail: Trail) {
  const rules = by === 'workshop' ? { ...config.username, minLength: 1 } : config.username;
  noteTypedName(trail, username);
  const checked = checkUsername(trimNewName(username), rules);
  const look = checked.ok ? checkLook(checked, config.username.reserved) : checked;
  if (!look.ok) {
    const { code, detail } = look;
    trail.note({ code: 'name-checked', ok: false, reason: code });
    throw problem(usernameRefused, detail, { errors: [{ pointer: '/username', code, detail }] });
  }
  return look;
}

async function isWeakPassword(
  { config }: UseCaseServices,
  wanted: Registration,
  username: string,
  trail: Trail,
): Promise<boolean> {
  const { password, rules } = wanted;
  if (password === undefined) return false;
  if (rules === 'workshop') {
    const { ok } = await judgePassword(config, password, username, trail);
    if (!ok) trail.note({ code: 'password-weak' });
    return !ok;
  }
  await requirePassword(config, password, username, '/password', trail);
  return false;
}
