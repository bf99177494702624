import { afterAll, beforeAll, test } from 'vitest';
import { tryGuideProgram, typeCode } from '../support/guide-program.ts';
import { type Latchkey, type Person, startForClients } from '../support/real-clients.ts';

let latchkey: Latchkey;
let ada: Person;
beforeAll(async () => {
  latchkey = await startForClients({ tls: true });
  ada = await latchkey.person('ada');
});
afterAll(() => latchkey?.stop());

// Each waits for seconds before it first asks whether its code was typed.
test.concurrent.each([
  ['device.mjs', process.execPath],
  ['device.py', 'python3'],
])('%s of the guide signs in with a code', async (file, command) => {
  const { app } = await latchkey.addApp({ kind: 'device' });
  await tryGuideProgram(latchkey, file, {
    command,
    clientId: app.id,
    answer: (line) => typeCode(ada, line),
  });
});
