import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, otherPassword } from '../../../test/support/app.ts';

eachApp('a JSON body', (open) => {
  test('V1.5.3 V2.2.1 with a field that comes twice is refused, however it is spelled', async () => {
    const { browser, services } = await open();
    const name = freshName();
    const password = JSON.stringify(goodPassword);
    for (const second of ['"password"', '"pass\\u0077ord"', '"\\u0070assword"']) {
      const raw = `{"username":"${name}","password":${password},${second}:"${otherPassword}"}`;
      const answer = await browser().post('/api/register', undefined, { raw });
      expect([answer.status, answer.body.code]).toEqual([400, 'invalid-request']);
      expect(answer.body.errors).toMatchObject([{ pointer: '/password', code: 'duplicate' }]);
      expect(answer.text).not.toContain(otherPassword);
    }
    const odd = await browser().post('/api/login', undefined, { raw: '{"a/b~":1,"a/b~":2}' });
    expect(odd.body.errors?.[0]?.pointer).toBe('/a~1b~0');
    expect(await services.accounts.findByKey(name)).toBeUndefined();
  });

  test('with a field that comes twice inside another is refused with its place', async () => {
    const { browser } = await open();
    for (const data of ['{"a":[0,{"b":1,"\\u0062":2}]}', '{"a":[{},{"b":{},"b":{}}]}']) {
      const raw = `{"username":"${freshName()}","password":"${goodPassword}","data":${data}}`;
      const answer = await browser().post('/api/register', undefined, { raw });
      expect([answer.status, answer.body.code]).toEqual([400, 'invalid-request']);
      expect(answer.body.errors).toMatchObject([{ pointer: '/data/a/1/b', code: 'duplicate' }]);
    }
  });

  test('may say the same name in two places', async () => {
    const { browser } = await open();
    const answer = await browser().register(freshName(), goodPassword, { data: { username: 'x', data: {} } });
    expect(answer.status).toBe(201);
  });
});
