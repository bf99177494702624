import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, type TestApp } from '../../test/support/app.ts';
import type { Extras } from '../../test/support/browser-of.ts';

const mergePatch = { headers: { 'content-type': 'application/merge-patch+json' } };
const ifMatch = (etag: string): Extras => ({ headers: { 'if-match': etag } });

async function person(app: TestApp) {
  const browser = app.browser();
  await browser.register(freshName(), goodPassword);
  const put = (body: unknown, extras?: Extras) => browser.send('PUT', '/api/me/data', body, extras);
  const patch = (body: unknown, extras?: Extras) => browser.send('PATCH', '/api/me/data', body, extras);
  return { browser, put, patch, read: () => browser.get('/api/me/data') };
}

eachApp("an account's data", (open) => {
  test('is written, answered with its version, and read as it was written', async () => {
    const { put, read } = await person(await open());
    const written = await put({ list: [1, 'two', null] });
    expect(written.status).toBe(200);
    expect(written.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      etag: expect.stringMatching(/^"v2\.[\w-]{12}"$/),
      'cache-control': 'no-store',
    });
    expect(written.text).toBe('{"list":[1,"two",null]}');
    const again = await read();
    expect([again.status, again.headers.etag, again.text]).toEqual([200, written.headers.etag, written.text]);
  });

  test('V1.5.3 with a name twice in one object is refused, wherever it comes in', async () => {
    const { browser, put, patch, read } = await person(await open());
    await put({ kept: true });
    const ways = [
      await put(undefined, { raw: '{"a":1,"a":2}' }),
      await put(undefined, { raw: '[{"b":{"a":1,"\\u0061":2}}]' }),
      await patch(undefined, { raw: '{"a":null,"a":2}', ...mergePatch }),
      await patch(undefined, { raw: '{"a":{"b":1,"b":null}}' }),
    ];
    for (const { status, body } of ways) {
      expect([status, body.code, body.errors?.[0]?.code]).toEqual([422, 'data-refused', 'duplicate']);
    }
    const page = await browser.submit('/account/data', { data: '{"a":1,"a":2}', etag: '' });
    expect([page.status, page.text.includes('is used more than once')]).toEqual([422, true]);
    expect((await read()).text).toBe('{"kept":true}');
  });

  test('any JSON value comes back as itself', async () => {
    const { put, read } = await person(await open());
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 5 }), async (value) => {
        const text = JSON.stringify(value);
        const written = await put(undefined, { raw: text });
        expect(written.status, written.text).toBe(200);
        expect(JSON.parse((await read()).text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 60 },
    );
  });

  test.each(['0', 'false', 'null', '""', '[]', '{}', '"\\u0000"', '"\\ud800"', '1e-7', '9007199254740991'])(
    'the value %s is data like any other',
    async (text) => {
      const { put, read } = await person(await open());
      expect((await put(undefined, { raw: text })).status).toBe(200);
      expect(JSON.parse((await read()).text)).toEqual(JSON.parse(text));
    },
  );

  test('V15.3.6 a member called __proto__ is data, and nobody else notices', async () => {
    const { put, patch, read } = await person(await open());
    const raw = '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}';
    expect((await put(undefined, { raw })).text).toBe(raw);
    await patch(undefined, { raw: '{"__proto__":{"more":1},"toString":2}', ...mergePatch });
    expect((await read()).text).toBe(
      '{"__proto__":{"isAdmin":true,"more":1},"constructor":{"prototype":{"isAdmin":true}},"toString":2}',
    );
    expect(Reflect.get({}, 'isAdmin')).toBeUndefined();
  });

  test.each(['__proto__', 'constructor', 'toString'])(
    'V15.3.6 a patch that begins %s on a document without one is kept as it was sent',
    async (name) => {
      const { patch, read } = await person(await open());
      const raw = `{"${name}":{"isAdmin":true}}`;
      await patch(undefined, { raw, ...mergePatch });
      expect((await read()).text).toBe(raw);
      expect(Reflect.get({}, 'isAdmin')).toBeUndefined();
    },
  );

  test.each([
    ['9007199254740993', ''],
    ['[1, 1e400]', '/1'],
    ['{"a":{"b/c":12345678901234567890}}', '/a/b~1c'],
  ])('the number in %s, which would become another, is refused with its place', async (raw, pointer) => {
    const { put, read } = await person(await open());
    const answer = await put(undefined, { raw });
    expect([answer.status, answer.body.code]).toEqual([422, 'data-refused']);
    expect(answer.body.errors?.[0]).toMatchObject({ pointer, code: 'number' });
    expect((await read()).text).toBe('{}');
  });

  test('V1.5.2 101 arrays inside one another are refused, 100 are kept', async () => {
    const { put } = await person(await open());
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect((await put(undefined, { raw: nested(100) })).status).toBe(200);
    const refused = await put(undefined, { raw: nested(101) });
    expect([refused.status, refused.body.errors?.[0]?.code]).toEqual([422, 'too-deep']);
    const bomb = await put(undefined, { raw: nested(30_000) });
    expect([bomb.status, bomb.body.errors?.[0]?.code]).toEqual([422, 'too-deep']);
  });

  test.each(['', ' ', '{', '{"a":}', "{'a':1}", '[1,]', 'undefined', 'NaN', '\ufeff{}', '{}{}'])(
    'the text %j, which is no JSON, is refused',
    async (raw) => {
      const { put } = await person(await open());
      const answer = await put(undefined, { raw });
      expect([400, 422]).toContain(answer.status);
      expect(answer.headers['content-type']).toBe('application/problem+json');
    },
  );

  test('bytes that are not UTF-8 are refused, and never replaced', async () => {
    const { put, read } = await person(await open());
    const raw = Buffer.from([0x22, 0xff, 0xfe, 0x22]);
    const answer = await put(undefined, { raw });
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid-request']);
    expect((await read()).text).toBe('{}');
  });

  test('V1.5.1 V3.5.2 text/plain, a form, or no type at all is refused', async () => {
    const { put, patch } = await person(await open());
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/xml',
      '',
    ]) {
      const extras = { raw: '{}', headers: { 'content-type': type } };
      for (const answer of [await put(undefined, extras), await patch(undefined, extras)]) {
        expect([answer.status, answer.body.code], type).toEqual([415, 'unsupported-media-type']);
      }
    }
    expect((await put(undefined, { raw: '{}', ...mergePatch })).status, 'a patch is no document').toBe(415);
    const utf8 = { raw: '{}', headers: { 'content-type': 'Application/JSON; charset=utf-8' } };
    expect((await put(undefined, utf8)).status).toBe(200);
  });

  describe('has at most 64 KiB', () => {
    test('counted in bytes, not in characters, and however far it is over', async () => {
      const { put, read } = await person(await open());
      const text = (bytes: number, character = 'x') =>
        JSON.stringify(character.repeat((bytes - 2) / Buffer.byteLength(character)));
      expect((await put(undefined, { raw: text(65_536) })).status).toBe(200);
      expect((await put(undefined, { raw: text(65_534, '€') })).status).toBe(200);
      for (const raw of [
        text(65_537),
        text(65_537, '€'),
        text(66_562, '💩'),
        text(200_000),
        text(5_000_000),
      ]) {
        const answer = await put(undefined, { raw });
        expect([answer.status, answer.body.code], String(raw.length)).toEqual([413, 'data-too-large']);
        expect(answer.body.detail).toMatch(/./);
      }
      expect(Buffer.byteLength((await read()).text)).toBe(65_534);
    });

    test('after a patch as well', async () => {
      const { put, patch, read } = await person(await open());
      await put({ a: 'x'.repeat(40_000) });
      const answer = await patch({ b: 'x'.repeat(40_000) });
      expect([answer.status, answer.body.code]).toEqual([413, 'data-too-large']);
      expect(Object.keys(JSON.parse((await read()).text))).toEqual(['a']);
    });

    test('a short text that is long when it is written out', async () => {
      const { put } = await person(await open({ data: { maxBytes: 100 } }));
      const answer = await put(undefined, { raw: `[${Array(19).fill('1e20').join(',')}]` });
      expect([answer.status, answer.body.code]).toEqual([413, 'data-too-large']);
    });
  });

  test('a patch is laid over what is there, and null removes (RFC 7396)', async () => {
    const { put, patch, read } = await person(await open());
    await put({ title: 'Goodbye!', author: { given: 'John', family: 'Doe' }, tags: ['a', 'b'] });
    const body = { title: 'Hello!', author: { family: null }, tags: ['c'], phone: '+01' };
    const answer = await patch(body, mergePatch);
    expect([answer.status, answer.headers.etag]).toEqual([200, expect.stringMatching(/^"v3\./)]);
    const expected = { title: 'Hello!', author: { given: 'John' }, tags: ['c'], phone: '+01' };
    expect(JSON.parse(answer.text)).toEqual(expected);
    expect(JSON.parse((await read()).text)).toEqual(expected);
    expect((await patch(7)).text, 'a patch that is no object takes its place').toBe('7');
  });

  test('30 parallel patches of different members lose none', async () => {
    const { patch, read } = await person(await open());
    const answers = await Promise.all(Array.from({ length: 30 }, (_, at) => patch({ [`key${at}`]: at })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(Object.keys(JSON.parse((await read()).text))).toHaveLength(30);
  });
});

eachApp('If-Match', (open) => {
  test('V15.4.2 50 writers who have read the same version: one is answered 200, the others 412', async () => {
    const { put, patch, read } = await person(await open());
    const { etag = '' } = (await read()).headers;
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        at % 2 ? put({ at }, ifMatch(etag)) : patch({ at }, ifMatch(etag)),
      ),
    );
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    expect(answers.filter(({ status, body }) => status === 412 && body.code === 'stale-data')).toHaveLength(
      49,
    );
    const now = await read();
    expect([now.text, now.headers.etag]).toEqual([won[0]?.text, won[0]?.headers.etag]);
  });

  test.each([
    ['the present version', (etag: string) => etag, 200],
    ['one of several', (etag: string) => `"v7", ${etag}`, 200],
    ['any', () => '*', 200],
    ['a weak tag, as nginx makes it', (etag: string) => `W/${etag}`, 200],
    [
      'the tag of a compressed answer, as Apache makes it',
      (etag: string) => etag.replace(/"$/, '-gzip"'),
      200,
    ],
    ['a weak one of several', (etag: string) => `"x", W/${etag.replace(/"$/, '-br"')}`, 200],
    ['an older version', (etag: string) => etag.replace('v1', 'v0'), 412],
    ['a weak tag of an older version', (etag: string) => `W/${etag.replace('v1', 'v0')}`, 412],
    ['a tag of another form', () => '"v1"', 412],
    ['no tag at all', (etag: string) => etag.replaceAll('"', ''), 412],
    ['nothing', () => '', 412],
  ])('with %s a write is answered %3$s', async (_, field, status) => {
    const { put, read } = await person(await open());
    const etag = (await read()).headers.etag ?? '';
    expect((await put({ a: 1 }, ifMatch(field(etag)))).status).toBe(status);
    const other = await person(await open());
    const first = (await other.read()).headers.etag ?? '';
    expect((await other.patch({ a: 2 }, ifMatch(field(first)))).status).toBe(status);
  });

  test('S6 the version of one account never fits the document of another', async () => {
    const app = await open();
    const ada = await person(app);
    const bob = await person(app);
    const etag = (await ada.read()).headers.etag ?? '';
    expect((await bob.put({ from: 'ada' }, ifMatch(etag))).status).toBe(412);
    expect((await bob.patch({ from: 'ada' }, ifMatch(etag))).status).toBe(412);
    expect((await bob.browser.get('/api/me/data', { headers: { 'if-none-match': etag } })).status).toBe(200);
    expect((await ada.put({ from: 'ada' }, ifMatch(etag))).status).toBe(200);
  });

  test('If-None-Match keeps a write from the version that it names, and from any with *', async () => {
    const { put, patch, read } = await person(await open());
    const etag = (await read()).headers.etag ?? '';
    for (const field of ['*', etag, `W/${etag}`]) {
      const unless = { headers: { 'if-none-match': field } };
      const refused = await put([1], unless);
      expect([refused.status, refused.body.code]).toEqual([412, 'stale-data']);
      expect((await patch({ a: 1 }, unless)).status).toBe(412);
    }
    expect((await read()).text).toBe('{}');
    expect((await put([1], { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
  });

  test('If-None-Match with the present version spares the body', async () => {
    const { browser } = await person(await open());
    const etag = (await browser.get('/api/me/data')).headers.etag ?? '';
    const compressed = etag.replace(/"$/, '-gzip"');
    for (const field of [etag, `W/${etag}`, compressed, `W/${compressed}`, `"a", ${etag}`, '*']) {
      const fresh = await browser.get('/api/me/data', { headers: { 'if-none-match': field } });
      expect([fresh.status, fresh.text, fresh.headers.etag, field]).toEqual([304, '', etag, field]);
    }
    for (const field of ['"v0"', '', etag.replaceAll('"', '')]) {
      expect((await browser.get('/api/me/data', { headers: { 'if-none-match': field } })).status).toBe(200);
    }
  });
});

const schema = {
  type: 'object',
  properties: { age: { type: 'integer', minimum: 0 }, email: { type: 'string', format: 'email' } },
  additionalProperties: false,
};

eachApp('with a JSON Schema, data that does not fit is refused', (open) => {
  test('when it is put, patched, registered, sent by the page or by the workshop, each with the place', async () => {
    const app = await open({ data: { schema } });
    const { browser, put, patch, read } = await person(app);
    expect((await put({ age: 7 })).status).toBe(200);
    const refusals = [
      [await put({ age: -1 }), '/age'],
      [await put({ age: 7, more: 1 }), ''],
      [await patch({ email: 'nobody' }), '/email'],
      [await browser.register(freshName(), goodPassword, { data: { age: 'seven' } }), '/data/age'],
    ] as const;
    for (const [answer, pointer] of refusals) {
      expect([answer.status, answer.body.code]).toEqual([422, 'data-refused']);
      expect(answer.body.errors?.[0]).toMatchObject({
        pointer,
        code: expect.any(String),
        detail: expect.any(String),
      });
    }
    const page = await browser.submit('/account/data', { data: '{"age":-1}', etag: '' });
    expect(page.status).toBe(422);
    const workshop = await app.browser().post(`/register?username=${freshName()}&password=x&data=text`);
    expect([workshop.status, workshop.headers['content-type']]).toEqual([400, 'text/plain; charset=utf-8']);
    expect(workshop.text).toBe("The data doesn't match this site's schema. The value must be an object.");
    expect((await read()).text).toBe('{"age":7}');
  });

  test('a patch need not fit by itself, only what comes of it', async () => {
    const { put, patch } = await person(await open({ data: { schema: { ...schema, required: ['age'] } } }));
    await put({ age: 1 });
    expect((await patch({ email: 'a@example.com' })).text).toBe('{"age":1,"email":"a@example.com"}');
    expect((await patch({ age: null })).status).toBe(422);
  });
});

eachApp('the data on the account page', (open) => {
  test('is shown in lines, saved with the version that was shown, and kept as typed when it is refused', async () => {
    const { browser, put } = await person(await open());
    await put({ colour: '<b>&"' });
    const page = await browser.get('/account');
    expect(page.status).toBe(200);
    const etag = /name="etag"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="etag"/.exec(page.text);
    const shown = (etag?.[1] ?? etag?.[2] ?? '').replaceAll('&quot;', '"');
    expect(shown).toMatch(/^"v2\./);
    expect(page.text, 'V1.1.2 escaped').not.toContain('<b>');
    const saved = await browser.submit('/account/data', { data: '{\r\n  "a": 1\r\n}', etag: shown });
    expect([saved.status, saved.headers.location]).toEqual([303, '/account?done=data#data']);
    const stale = await browser.submit('/account/data', { data: '{"late": 1}', etag: shown });
    expect(stale.status).toBe(412);
    expect(stale.text).toContain('late');
    const broken = await browser.submit('/account/data', { data: '{"a": ', etag: shown });
    expect(broken.status).toBe(422);
    expect(broken.text).toContain('{&quot;a&quot;: ');
    expect((await browser.get('/api/me/data')).text).toBe('{"a":1}');
  });
});
