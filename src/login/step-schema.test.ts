import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, type Settings } from '../../test/support/app.ts';
import { shownSchema } from '../kit/schema.ts';
import { stepSchema } from './step-schema.ts';

const { properties } = shownSchema(stepSchema) as {
  properties: Readonly<Record<string, { readonly type: string | readonly string[]; description: string }>>;
};

const typeOf = (value: unknown): string => (value === null ? 'null' : typeof value);

eachApp('a step that a login asks for', (open) => {
  test.each<[steps: string[], settings: Settings]>([
    [['add-totp', 'add-passkey'], { login: { secondFactor: 'required' }, email: { verification: 'none' } }],
    [['verify-email'], { email: { verification: 'before-login' } }],
  ])('%j is described with all that it has', async (steps, settings) => {
    const { browser } = await open(settings);
    const body = { username: freshName(), password: goodPassword, email: 'ada@example.com' };
    const { next } = (await browser().post('/api/register', body)).body as { next: { factor: string }[] };
    expect(next.map(({ factor }) => factor)).toEqual(steps);
    for (const step of next) {
      expect(properties.factor?.description).toContain(`\`${step.factor}\``);
      for (const [member, value] of Object.entries(step)) {
        expect([properties[member]?.type].flat(), member).toContain(typeOf(value));
      }
    }
  });
});
