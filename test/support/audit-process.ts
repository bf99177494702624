import { type DatabaseLocation, inTransaction, openDatabase } from '../../src/kit/db/index.ts';
import { appendAudit } from '../../src/people/audit/index.ts';

/** A process of its own that appends 25 rows to the audit log, five at a time: where, and under which key. */
const [place = '', secretKey = ''] = process.argv.slice(2);

const { db, close } = openDatabase(JSON.parse(place) as DatabaseLocation);

const append = () =>
  inTransaction(db, (tx) =>
    appendAudit(
      tx,
      { secretKey },
      {
        ...{
          actor: { kind: 'server', id: String(process.pid) },
          act: 'audit-read',
          target: null,
          reason: null,
        },
        ...{ client: { address: '', device: '' }, requestId: null, at: Date.now() },
      },
    ),
  );

async function appendFive(): Promise<void> {
  for (let at = 0; at < 5; at += 1) await append();
}

await Promise.all(Array.from({ length: 5 }, appendFive));
await close();
