/** A newer program has changed the schema in a way that this one can't work with. */
export class NewerDatabaseError extends Error {
  override readonly name = 'NewerDatabaseError';

  constructor(step: string, readableBy?: string) {
    const needs = readableBy ? `Latchkey ${readableBy} or newer` : 'the version that made it, or a newer one';
    super(
      `A newer Latchkey has migrated this database: the step "${step}" needs ${needs}. Update this server.`,
    );
  }
}

/** The schema lacks a step that this program needs. */
export class OutdatedDatabaseError extends Error {
  override readonly name = 'OutdatedDatabaseError';

  constructor(step: string) {
    super(`The database lacks the step "${step}". Run "latchkey migrate".`);
  }
}

/** Another program has a table, or an index, of a name that Latchkey needs. */
export class ForeignTableError extends Error {
  override readonly name = 'ForeignTableError';

  constructor(name: string, dialect: 'sqlite' | 'postgres') {
    const wayOut =
      dialect === 'sqlite'
        ? 'Choose an empty folder with --data-dir.'
        : 'Give Latchkey a schema of its own: "create schema latchkey authorization ROLE; alter role ROLE in database DATABASE set search_path = latchkey", with the role and the database of database.url.';
    super(`"${name}" in this database belongs to another program. Nothing was changed. ${wayOut}`);
  }
}

/** The database server is older than Latchkey works with. The message names its version and the least one. */
export class OldServerError extends Error {
  override readonly name = 'OldServerError';
}

/** The database can't store every text, and is new. The message says how to make one that can. */
export class NarrowEncodingError extends Error {
  override readonly name = 'NarrowEncodingError';
}
