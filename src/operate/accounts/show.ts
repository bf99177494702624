import { findOverview as findSecurity } from '../../account/security/index.ts';
import { findData, findDisabledReason } from '../../people/accounts/index.ts';
import { type EmailState, emailState } from '../../people/emails/index.ts';
import { type EventsTable, listEvents } from '../../people/events/index.ts';
import { listSessions, type Session, toSession } from '../../people/sessions/index.ts';
import { findNamed } from './find-named.ts';
import { findMailOverview, type MailOverview } from './mail-overview.ts';
import { type AccountOverview, findOverview, type OperatorServices } from './overview.ts';
import { findStanding, type Standing } from './standing.ts';

const shownEvents = 10;

/** What an operator sees of one account. */
export interface ShownAccount extends AccountOverview {
  readonly standing: Standing;
  /** Why it was disabled, in the admin's words. */
  readonly disabledReason: string | null;
  /** The size of its data, in bytes of JSON. */
  readonly bytes: number;
  readonly living: readonly Omit<Session, 'current'>[];
  /** The latest events, newest first. */
  readonly events: readonly EventsTable[];
  readonly email: EmailState;
  readonly mail: MailOverview;
  /** Its second factors and recovery codes, in words and as JSON members. */
  readonly factors: {
    readonly said: readonly string[];
    readonly facts: Readonly<Record<string, number | boolean>>;
  };
}

/** Undefined when no account has this username or verified address. */
export async function findShown(services: OperatorServices, name: string): Promise<ShownAccount | undefined> {
  const { db, clock } = services;
  const row = await findNamed(db, name);
  const overview = row && (await findOverview(services, row.id));
  if (!row || !overview) return undefined;
  const document = await findData(db, row.id);
  return {
    ...overview,
    standing: await findStanding(services, row),
    disabledReason: await findDisabledReason(db, row.id),
    bytes: Buffer.byteLength(document?.data ?? ''),
    living: (await listSessions(db, row.id, clock())).map((session) => {
      const { current: _current, ...shown } = toSession(session, '');
      return shown;
    }),
    events: await listEvents(db, row.id, shownEvents),
    email: await emailState(db, row.id),
    mail: await findMailOverview(db, row.id, clock()),
    factors: await findFactors(services, row.id),
  };
}

async function findFactors(services: OperatorServices, accountId: string): Promise<ShownAccount['factors']> {
  const { factors } = await findSecurity(services, accountId);
  const told = factors.map(({ own, shown }) => own.told(shown, services.words));
  return {
    said: told.flatMap(({ said }) => said ?? []),
    facts: Object.assign({}, ...told.map(({ facts }) => facts)),
  };
}
