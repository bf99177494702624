import { expect, test } from 'vitest';
import { addableFactors } from '../../../src/factors/index.ts';
import { eachApp } from '../../support/app.ts';
import { addExample, removalOf } from '../../support/factor-examples.ts';
import { register } from '../../support/factors/index.ts';

eachApp('a second factor', (open) => {
  test.each(addableFactors)(
    'brings ten recovery codes if it is the first, none after another, and takes them along if it is the last ($name)',
    async (factor) => {
      const app = await open();
      const { self } = await register(app);
      const overview = async () => (await self.get('/api/me/factors')).body;
      const remove = async () => (await self.send('DELETE', removalOf(factor, await overview()))).status;

      const first = await addExample(app, self, factor);
      expect(new Set(first.body.recoveryCodes).size).toBe(10);
      expect(await overview()).toMatchObject({ hasSecondFactor: true, recoveryCodes: { left: 10, of: 10 } });
      expect(await remove()).toBe(204);
      expect(await overview()).toMatchObject({ hasSecondFactor: false, recoveryCodes: null });

      for (const other of addableFactors.filter(({ name }) => name !== factor.name)) {
        await addExample(app, self, other);
      }
      const later = await addExample(app, self, factor);
      expect(later.body.recoveryCodes).toBeUndefined();
      expect(await remove()).toBe(204);
      expect(await overview()).toMatchObject({ hasSecondFactor: true, recoveryCodes: { left: 10 } });
    },
  );
});
