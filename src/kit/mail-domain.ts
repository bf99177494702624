import { domainToASCII } from 'node:url';

const typedDomain = /^[\p{L}\p{M}\p{N}.-]+$/u;
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Whether it can stand after the @. `domainToASCII` reads numbers as IPv4 and undoes percent signs; neither is a mail
 * domain.
 */
export function isMailDomain(domain: string): boolean {
  return labelsOf(domain).length >= 2;
}

/**
 * A pattern that domains are compared with, as DNS compares them: `example.com` for the domain itself, `*.example.com`
 * for all its subdomains. Undefined for what is neither.
 */
export function readDomainPattern(text: string): string | undefined {
  const [, star = '', domain = ''] = /^(\*\.)?(.*)$/s.exec(text.normalize('NFC')) ?? [];
  const fewest = star === '' ? 2 : 1;
  const labels = labelsOf(domain);
  return labels.length >= fewest ? `${star}${labels.join('.')}` : undefined;
}

/** The patterns of a file, one on each line, without empty lines and comments after "#"; or the line that is none. */
export function readDomainLines(
  text: string,
): { readonly patterns: string[] } | { readonly wrongLine: number } {
  const patterns: string[] = [];
  for (const [index, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    const written = line.replace(/#.*/, '').trim();
    const pattern = readDomainPattern(written);
    if (pattern !== undefined) patterns.push(pattern);
    else if (written !== '') return { wrongLine: index + 1 };
  }
  return { patterns };
}

/** Compares whole labels: `example.com` is neither `notexample.com` nor `example.com.evil.test`. `domain` as in `emailKey`. */
export function matchesDomain(patterns: ReadonlySet<string>, domain: string): boolean {
  if (patterns.has(domain)) return true;
  const labels = domain.split('.');
  return labels.some((_, at) => at > 0 && patterns.has(`*.${labels.slice(at).join('.')}`));
}

/** Empty for what can be no domain. */
function labelsOf(domain: string): readonly string[] {
  if (!typedDomain.test(domain) || /\p{Default_Ignorable_Code_Point}/u.test(domain)) return [];
  const ascii = domainToASCII(domain);
  const labels = ascii.split('.');
  const isDomain =
    ascii.length <= 253 && labels.every((one) => label.test(one)) && /\D/.test(labels.at(-1) ?? '');
  return isDomain ? labels : [];
}
