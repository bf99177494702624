import { type DatabaseLocation, inTransaction, openDatabase } from '../../src/kit/db/index.ts';
import { appendAudit } from '../../src/people/audit/index.ts';

/** A process of its own that appends rows to the audit log, all at once: where, how many and under which key. */
const [place = '', count = '0', secretKey = ''] = process.argv.slice(2);

const { db, close } = openDatabase(JSON.parse(place) as DatabaseLocation);
const entry = { act: 'audit-read', target: null, reason: null, requestId: null, at: Date.now() } as const;
await Promise.all(
  Array.from({ length: Number(count) }, () =>
    inTransaction(db, (tx) =>
      appendAudit(
        tx,
        { secretKey },
        {
          ...entry,
          ...{ actor: { kind: 'server', id: String(process.pid) }, client: { address: '', device: '' } },
        },
      ),
    ),
  ),
);
await close();
