import { isoTime } from '../../kit/clock.ts';
import type { Db } from '../../kit/db/index.ts';
import type { Services } from '../../kit/services.ts';
import { closureOf } from '../../people/accounts/index.ts';
import { recordReading } from '../../people/audit/index.ts';
import type { Acting } from '../accounts/index.ts';
import { csvLine } from './csv.ts';

export const peopleFormats = ['jsonl', 'csv'] as const;

export type PeopleFormat = (typeof peopleFormats)[number];

const pageSize = 500;

const fields = ['id', 'username', 'email', 'pendingEmail', 'state', 'createdAt', 'lastLoginAt'] as const;

type Listed = Readonly<Record<(typeof fields)[number], string | null>>;

interface PeopleExport {
  readonly format: PeopleFormat;
  /** Asked before each page: what nobody may have any more goes no further. */
  mayGoOn(): Promise<boolean>;
}

/**
 * Everybody who has an account, by ID, with nothing that anybody could sign in with: in pieces of whole lines, each read when
 * the one before was taken. Whoever is there from beginning to end is in it once; who comes meanwhile may be. The audit log
 * has a row before anything leaves, and one that says how many left and whether that was everybody.
 */
export async function exportPeople(
  services: Pick<Services, 'db' | 'clock' | 'secretKey'>,
  { actor, client, requestId }: Pick<Acting, 'actor' | 'client' | 'requestId'>,
  { format, mayGoOn }: PeopleExport,
): Promise<AsyncGenerator<string, void>> {
  const record = (detail: Readonly<Record<string, string | number | boolean>>) =>
    recordReading(services, {
      ...{ actor, client, requestId, act: 'accounts-exported', reason: null, at: services.clock() },
      ...{ target: { kind: 'instance', id: 'accounts' }, detail: { format, ...detail } },
    });
  await record({ state: 'begun' });
  return write();

  async function* write() {
    let exported = 0;
    let state = 'broken-off';
    try {
      if (format === 'csv') yield csvLine(fields);
      for (let page = await readPage(services.db, ''); page.length > 0; ) {
        if (!(await mayGoOn())) throw new Error('Whoever exports people may not do so any more.');
        exported += page.length;
        yield page.map((one) => lineOf(format, one)).join('');
        page = page.length < pageSize ? [] : await readPage(services.db, page.at(-1)?.id ?? '');
      }
      state = 'whole';
    } finally {
      await record({ state, exported });
    }
  }
}

const lineOf = (format: PeopleFormat, one: Listed): string =>
  format === 'csv' ? csvLine(fields.map((field) => one[field] ?? '')) : `${JSON.stringify(one)}\n`;

/** One query, so that what a line says of somebody was true at one moment. */
async function readPage(db: Db, after: string): Promise<(Listed & { readonly id: string })[]> {
  const rows = await db
    .selectFrom('accounts as a')
    .leftJoin('emails as v', (on) =>
      on.onRef('v.account_id', '=', 'a.id').on('v.verified_at', 'is not', null),
    )
    .leftJoin('emails as p', (on) => on.onRef('p.account_id', '=', 'a.id').on('p.verified_at', 'is', null))
    .select(['a.id', 'a.username', 'a.created_at', 'a.last_login_at', 'a.disabled_at', 'a.deleted_at'])
    .select(['v.address as email', 'p.address as pending'])
    .where('a.id', '>', after)
    .orderBy('a.id')
    .limit(pageSize)
    .execute();
  return rows.map((row) => ({
    ...{ id: row.id, username: row.username, email: row.email, pendingEmail: row.pending },
    state: closureOf(row) ?? 'open',
    createdAt: isoTime(row.created_at),
    lastLoginAt: row.last_login_at === null ? null : isoTime(row.last_login_at),
  }));
}
