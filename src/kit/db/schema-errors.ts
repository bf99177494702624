/** Why Latchkey can't use a database. The message is the cause and the fix on one line. */
export abstract class DatabaseRefusal extends Error {
  readonly refusal: Refusal;

  constructor(...refusal: Refusal) {
    super(refusal.join(' '));
    this.refusal = refusal;
  }
}

/** A sentence with the cause, and one that says what to do. */
export type Refusal = readonly [cause: string, fix: string];

/** A newer version of Latchkey has changed the schema in a way that this one can't work with. */
export class NewerDatabaseError extends DatabaseRefusal {
  override readonly name = 'NewerDatabaseError';

  constructor(step: string, readableBy?: string) {
    const needs = readableBy
      ? `Latchkey ${readableBy} or later`
      : 'the version that applied it, or a later one';
    super(
      `This database was migrated by a newer version of Latchkey: "${step}" requires ${needs}.`,
      'Update this server.',
    );
  }
}

/** The schema lacks a migration that this version needs. */
export class OutdatedDatabaseError extends Error {
  override readonly name = 'OutdatedDatabaseError';

  constructor(step: string) {
    super(`The database lacks the migration "${step}". Run "latchkey migrate".`);
  }
}

/** Another program has a table or index with a name that Latchkey needs. */
export class ForeignTableError extends DatabaseRefusal {
  override readonly name = 'ForeignTableError';

  constructor(name: string, dialect: 'sqlite' | 'postgres') {
    super(
      `"${name}" in this database belongs to another program. Nothing was changed.`,
      dialect === 'sqlite'
        ? 'Choose an empty folder with --data-dir.'
        : 'Give Latchkey its own schema: "create schema latchkey authorization ROLE; alter role ROLE in database DATABASE set search_path = latchkey", with the role and database from database.url.',
    );
  }
}

/** The database server is older than Latchkey supports. */
export class OldServerError extends DatabaseRefusal {
  override readonly name = 'OldServerError';
}

/** The database is new and can't store every character. */
export class NarrowEncodingError extends DatabaseRefusal {
  override readonly name = 'NarrowEncodingError';
}
