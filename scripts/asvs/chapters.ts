import { type Standing, standings } from './requirements.ts';
import type { Row } from './rows.ts';

const titles: Readonly<Record<string, string>> = {
  V1: 'Encoding and sanitization',
  V2: 'Validation and business logic',
  V3: 'Web frontend',
  V4: 'API and web service',
  V5: 'File handling',
  V6: 'Authentication',
  V7: 'Sessions',
  V8: 'Authorization',
  V9: 'Self-contained tokens',
  V10: 'OAuth and OpenID Connect',
  V11: 'Cryptography',
  V12: 'Secure communication',
  V13: 'Configuration',
  V14: 'Data protection',
  V15: 'Secure coding and architecture',
  V16: 'Logging and error handling',
  V17: 'WebRTC',
};

/** The rows by chapter, each under its number and title, in the order of the standard. */
export function byChapter(rows: readonly Row[]): [heading: string, rows: Row[]][] {
  const groups = Map.groupBy(rows, ({ id }) => id.slice(0, id.indexOf('.')));
  return [...groups].map(([chapter, ofIt]) => [`${chapter} ${titles[chapter] ?? ''}`.trim(), ofIt]);
}

/** How many rows there are of each standing, in the order of `standings`. */
export function countStandings(rows: readonly Row[]): [Standing, number][] {
  return standings.map((standing) => [standing, rows.filter((row) => row.standing === standing).length]);
}

/** The rows of each level, from 1 to 3. */
export function byLevel(rows: readonly Row[]): [level: string, rows: Row[]][] {
  return [1, 2, 3].map((level) => [`Level ${level}`, rows.filter((row) => row.level === level)]);
}
