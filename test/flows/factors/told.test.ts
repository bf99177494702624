import { expect, test } from 'vitest';
import { findShown } from '../../../src/operate/accounts/index.ts';
import { importAccountsFile, writeAccounts } from '../../../src/operate/accounts-file/index.ts';
import { listExplainedOf } from '../../../src/operate/trails/index.ts';
import type { FactorName } from '../../../src/people/factor-names.ts';
import { describe } from '../../../src/people/trails/index.ts';
import { english } from '../../../src/words.ts';
import { buildApp, eachApp } from '../../support/app.ts';
import {
  type Asking,
  beginLogin,
  beginVerification,
  drivenFactors,
  factorsThat,
  type Holder,
  holderOf,
  logInBy,
  openFor,
  verifierOf,
} from '../../support/factors/index.ts';

const withOwn = factorsThat(({ factor }) => factor.own !== undefined);
const withoutOwn = factorsThat(({ factor }) => factor.own === undefined);

/** What is said of the newest trail of an account: each step, and what is the matter. */
async function toldOf({ app, username: name }: Pick<Holder, 'app' | 'username'>) {
  await app.services.trails.flush();
  const [newest] = (await listExplainedOf(app.services, { name, limit: 1 }))?.trails ?? [];
  const steps = newest?.trail.parts.flatMap((part) => part.steps) ?? [];
  const answered = steps.flatMap((step) => (step.code === 'factor-answered' ? [step] : [])).at(-1);
  if (!newest || !answered) throw new Error('No trail tells of an answer.');
  return {
    answered,
    said: describe(english, answered, name).sentence,
    explanation: newest.explanation,
    sentences: [...steps.map((step) => describe(english, step, name).sentence), ...newest.explanation],
  };
}

/** Whole sentences, and none with what only the code knows by that name. */
function expectWords(name: FactorName, sentences: readonly string[]): void {
  const isWord = english[name].called.split(' ').includes(name);
  for (const sentence of sentences) {
    expect(sentence).toMatch(/^\S.*[.?:]$/s);
    expect(sentence).not.toMatch(/undefined|\bnull\b|NaN|\[object/);
    if (!isWord) expect(sentence).not.toMatch(new RegExp(`\\b${name}\\b`));
  }
}

eachApp('an answer with a factor', (open) => {
  test.each(drivenFactors)(
    'is told in the trail in plain words, a right one and a wrong one, in a login and in a session (%s)',
    async (name, driven) => {
      const app = await openFor(open, driven);
      const word = english[name].called;
      for (const [make, begin] of [
        [holderOf, beginLogin],
        [verifierOf, beginVerification],
      ] as const) {
        const holder: Holder = await make(app, driven);
        const asking: Asking = await begin(holder);
        const refused = await asking.send(await holder.device.wrong(asking.offer));
        expect([refused.status, refused.body.detail]).toEqual([401, english[name].incorrect]);
        const wrong = await toldOf(holder);
        expect(wrong.answered).toMatchObject({ factor: name, ok: false });
        const reason = english.trails.answerReasons[wrong.answered.reason ?? 'other'];
        expect(reason, `"${wrong.answered.reason}" has words of its own`).not.toBe(
          english.trails.answerReasons.other,
        );
        expect(wrong.said).toBe(`${holder.username}'s ${word} ${reason}.`);
        expect(wrong.explanation[0], 'it is the matter').toContain(`the ${word} ${reason}`);
        expect(wrong.explanation.length, 'and something can be done').toBeGreaterThan(1);
        expectWords(name, wrong.sentences);

        const again: Asking = await begin(holder);
        const done = await again.send(await holder.device.right(again.offer));
        expect(done.status).toBe(200);
        const right = await toldOf(holder);
        expect(right.answered).toMatchObject({ factor: name, ok: true });
        expect(right.said).toMatch(new RegExp(`^${holder.username}'s ${word} is correct(; \\d+ left)?\\.$`));
        expectWords(name, right.sentences);
      }
    },
  );
});

eachApp('what an account has of a factor', (open, make) => {
  test.each(withOwn)(
    "stands in its owner's export as in the overview, without what would let anybody in (%s)",
    async (_name, driven) => {
      const app = await openFor(open, driven);
      const { self, device } = await holderOf(app, driven);
      const { body: overview } = await self.get('/api/me/factors');
      const { text } = await self.get('/api/me/export');
      const { factors } = JSON.parse(text) as { factors: Record<string, unknown> };
      for (const member of Object.keys(driven.factor.own?.schema ?? {})) {
        expect(factors[member], member).toEqual((overview as Record<string, unknown>)[member]);
        expect(factors[member], member).not.toBeNull();
      }
      for (const secret of device.secrets) expect(text).not.toContain(secret);
    },
  );

  test.each(withoutOwn)(
    'stands elsewhere in the export where the overview has nothing (%s)',
    async (_name, driven) => {
      const app = await openFor(open, driven);
      const { self } = await holderOf(app, driven);
      const all = (await self.get('/api/me/export')).body;
      expect(driven.driver.exported?.(all as never)).toBeTruthy();
    },
  );

  test.each(withOwn)(
    'is told to the operator in words and as members of JSON (%s)',
    async (_name, driven) => {
      const app = await openFor(open, driven);
      const { own } = driven.factor;
      const { username, accountId } = await holderOf(app, driven);
      const shown = await findShown(app.services, username);
      const told = own?.told(await own.find(app.services, accountId), english);
      expect(told?.said).toMatch(/^\S.*\S$/);
      expect(shown?.factors.said).toContain(told?.said);
      expect(shown?.factors.facts).toMatchObject(told?.facts ?? { none: true });
    },
  );

  test.each(drivenFactors)(
    'goes along in the file of accounts, and signs its owner in where they were imported (%s)',
    async (_name, driven) => {
      const app = await openFor(open, driven);
      const holder = await holderOf(app, driven);
      const { secretKey, db } = app.services;
      let text = '';
      for await (const piece of writeAccounts(db, secretKey, { exported: 0 })) text += piece;
      const { hasher } = app.services;
      const client = { actor: 'command', address: '', device: 'latchkey accounts' } as const;
      const database = await make();
      const options = {
        database,
        secretKey,
        hasher,
        client,
        searchFields: [],
        dryRun: false,
        now: app.clock(),
      };
      const report = await importAccountsFile(text, options);
      expect(report.skipped.filter((one) => one.name === holder.username)).toEqual([]);
      const elsewhere = await buildApp(database, driven.driver.settings, app.clock);
      const browser = await logInBy({ ...holder, app: elsewhere });
      expect((await browser.get('/api/session')).body.account?.id).toBe(holder.accountId);
      await elsewhere.app.close();
    },
  );
});
