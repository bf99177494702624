/** The audit log: who did what, when and from where. It holds no secret and is no trail of a login's steps. */
export {
  deleteEventsOf,
  deleteOldEvents,
  type EventType,
  findFirstEvent,
  listEvents,
  type NewEvent,
  recordEvent,
} from './store.ts';
export type { EventsTable } from './table.ts';
