import { readFileSync } from 'node:fs';
import { matchesDomain, readDomainLines } from '../../kit/mail-domain.ts';
import { problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import type { Say } from '../../kit/words/index.ts';
import type { TrailRecorder } from '../trails/index.ts';
import { domainRefused } from './problems.ts';

/** Which domains addresses may have, by the configuration. */
export interface EmailDomains {
  /** Empty where every domain is allowed. */
  readonly allowed: ReadonlySet<string>;
  readonly blocked: ReadonlySet<string>;
}

/** Reads the file of blocked domains, once. Throws when it's gone or was changed for the worse since the configuration was read. */
export function readEmailDomains({ registration }: Pick<Services['config'], 'registration'>): EmailDomains {
  const { allowedDomains, blockedDomains, blockedDomainsFile: file } = registration;
  const read = readDomainLines(file === '' ? '' : readFileSync(file, 'utf8'));
  if ('wrongLine' in read) throw new Error(`Line ${read.wrongLine} of ${file} isn't a domain.`);
  return { allowed: new Set(allowedDomains), blocked: new Set([...blockedDomains, ...read.patterns]) };
}

/**
 * Throws `domain-refused` for an address, by its key, whose domain may not be used here. It depends on the domain alone,
 * so it tells nothing about people.
 */
export function requireAllowedDomain(
  { emailDomains: { allowed, blocked } }: Pick<Services, 'emailDomains'>,
  key: string,
  { pointer, trail }: { readonly pointer: string; readonly trail?: Pick<TrailRecorder, 'note'> | undefined },
): void {
  const domain = key.slice(key.lastIndexOf('@') + 1);
  const isBlocked = matchesDomain(blocked, domain);
  if (!isBlocked && (allowed.size === 0 || matchesDomain(allowed, domain))) return;
  trail?.note({ code: 'not-admitted', cause: isBlocked ? 'domain-blocked' : 'domain-not-allowed' });
  const detail: Say = ({ emails }) => emails.domainRefused(domain, isBlocked ? [] : [...allowed]);
  throw problem(domainRefused, detail, { errors: [{ pointer, code: 'domain', detail }] });
}
