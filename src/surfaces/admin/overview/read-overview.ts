import { hours, minutes } from '../../../kit/duration.ts';
import { countWaitingMails, mailIsConfigured } from '../../../kit/mail/index.ts';
import type { Services } from '../../../kit/services.ts';
import { administrator, listRoles, type Permission } from '../../../people/roles/index.ts';
import {
  type Counted,
  readStatistics,
  type Span,
  type StatisticName,
  statisticNames,
} from '../../../people/statistics/index.ts';

/** Emails normally leave within seconds. */
const lateAfter = minutes(10);

/** Something that needs attention. */
export type Attention =
  | { readonly of: 'errors' | 'givenUp'; readonly count: number }
  | { readonly of: 'late'; readonly age: number }
  | { readonly of: 'mailOff' | 'aloneAdministrator' };

/** What the first page of the console shows, as far as its viewer may see it. */
export interface OverviewFacts {
  readonly span: Span;
  readonly statistics: Counted | undefined;
  readonly mail: { readonly count: number; readonly oldestAge: number | undefined } | undefined;
  readonly attention: readonly Attention[];
}

/** Reads it from what was counted before, so it costs the same however many people there are. */
export async function readOverview(
  services: Pick<Services, 'config' | 'db' | 'clock'>,
  { span, permissions }: { readonly span: Span; readonly permissions: ReadonlySet<Permission> },
): Promise<OverviewFacts> {
  const seesSystem = permissions.has('system:read');
  const statistics = seesSystem ? await readStatistics(services, { names: statisticNames, span }) : undefined;
  const mail = seesSystem ? await findWaiting(services) : undefined;
  return {
    ...{ span, statistics, mail },
    attention: [
      ...(seesSystem ? await findTrouble(services, mail?.oldestAge) : []),
      ...(permissions.has('roles:read') ? await findLoneAdministrator(services) : []),
    ],
  };
}

async function findWaiting({ db, clock }: Pick<Services, 'db' | 'clock'>): Promise<OverviewFacts['mail']> {
  const { count, oldestAt } = await countWaitingMails(db);
  return { count, oldestAge: oldestAt === undefined ? undefined : Math.max(0, clock() - oldestAt) };
}

/** Of the last 24 hours, whatever the charts show. */
async function findTrouble(
  services: Pick<Services, 'config' | 'db' | 'clock'>,
  oldestAge: number | undefined,
): Promise<Attention[]> {
  const names = ['failed-server-error', 'emails-given-up'] as const;
  const { counts } = await readStatistics(services, { names, span: '24-hours' });
  const [errors, givenUp] = names.map((name) => totalOf(counts[name]));
  return [
    ...(errors ? [{ of: 'errors', count: errors } as const] : []),
    ...(givenUp ? [{ of: 'givenUp', count: givenUp } as const] : []),
    ...(oldestAge !== undefined && oldestAge > lateAfter
      ? [{ of: 'late', age: roughly(oldestAge) } as const]
      : []),
    ...(mailIsConfigured(services.config) ? [] : [{ of: 'mailOff' } as const]),
  ];
}

async function findLoneAdministrator({ db, clock }: Pick<Services, 'db' | 'clock'>): Promise<Attention[]> {
  const role = (await listRoles(db, clock())).find(({ id }) => id === administrator);
  return role?.holders === 1 ? [{ of: 'aloneAdministrator' }] : [];
}

/** Whole minutes, or whole hours where there are any. */
export const roughly = (age: number): number =>
  age >= hours(1) ? age - (age % hours(1)) : Math.max(minutes(1), age - (age % minutes(1)));

const totalOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

/** The sum of several names. */
export const sumOver = ({ counts }: Counted, names: readonly StatisticName[]): number =>
  totalOf(names.map((name) => totalOf(counts[name])));
