import { type AccountRead, readAccount } from '../../login/index.ts';
import { findData } from '../../people/accounts/index.ts';
import { type EventsTable, listEvents } from '../../people/events/index.ts';
import { listLivingSessions } from '../../people/impersonation/index.ts';
import { type IdentityView, viewIdentities } from '../../people/outside/index.ts';
import { type Session, toSession } from '../../people/sessions/index.ts';
import { findNamed } from './find-named.ts';
import { findMailOverview, type MailOverview } from './mail-overview.ts';
import { type AccountOverview, findOverview, type OperatorServices } from './overview.ts';
import { findStanding, type Standing } from './standing.ts';
import { type ToldFactors, tellFactors } from './told-factors.ts';

const shownEvents = 10;

/** What an operator sees of one account. */
export interface ShownAccount extends AccountOverview, Pick<AccountRead, 'disabledReason' | 'email'> {
  readonly standing: Standing;
  /** The size of its data, in bytes of JSON. */
  readonly bytes: number;
  readonly living: readonly Omit<Session, 'current'>[];
  /** The latest events, newest first. */
  readonly events: readonly EventsTable[];
  readonly mail: MailOverview;
  readonly factors: ToldFactors;
  readonly identities: readonly IdentityView[];
}

/** Undefined when no account has this username or verified address. */
export async function findShown(services: OperatorServices, name: string): Promise<ShownAccount | undefined> {
  const { db, clock } = services;
  const row = await findNamed(db, name);
  const overview = row && (await findOverview(services, row.id));
  const read = overview && (await readAccount(services, row.id));
  if (!read) return undefined;
  const document = await findData(db, row.id);
  return {
    ...overview,
    standing: await findStanding(services, read),
    disabledReason: read.disabledReason,
    bytes: Buffer.byteLength(document?.data ?? ''),
    living: (await listLivingSessions(services, row.id)).map((session) => {
      const { current: _current, ...shown } = toSession(session, '');
      return shown;
    }),
    events: await listEvents(db, row.id, shownEvents),
    email: read.email,
    mail: await findMailOverview(db, row.id, clock()),
    factors: tellFactors(services.words, read.factors),
    identities: await viewIdentities(services, db, row.id),
  };
}
