import { expect, test } from 'vitest';
import { eachDatabase, type MakeDatabase } from '../../../../test/support/databases.ts';
import { servicesOf } from '../../../../test/support/services.ts';
import { hours } from '../../../kit/duration.ts';
import { findCountedLink } from './links.ts';

let networks = 0;

/** Whoever tries links from an address of their own; `looked` counts how often one was looked up. */
async function visitor(make: MakeDatabase) {
  networks += 1;
  const services = await servicesOf(await make.shared(), { limits: { wrongLinks: 3 } });
  const client = { actor: 'person', address: `198.51.100.${networks}`, device: 'a test' } as const;
  let looked = 0;
  const wrong = { wasMadeHere: false, found: undefined as string | undefined, wasSent: false };
  const look = (link: Partial<typeof wrong> = {}) => {
    const { wasMadeHere, found, wasSent } = { ...wrong, ...link };
    const find = async () => {
      looked += 1;
      return found;
    };
    const trail = { note() {} };
    return findCountedLink(
      services,
      { client, trail },
      { wasMadeHere, find, wasSent: async () => wasSent },
    ).then(
      (answer) => answer ?? 'unknown',
      ({ code }) => code,
    );
  };
  const events = () =>
    services.db
      .selectFrom('events')
      .select(['type', 'detail'])
      .where('address', '=', client.address)
      .execute();
  return { services, look, looked: () => looked, events };
}

const times = (count: number) => Array.from({ length: count });

eachDatabase('tokens of links', (make) => {
  test('V2.4.1 that nobody was sent are looked up as often as is allowed in an hour, however many come at once', async () => {
    const { services, look, looked, events } = await visitor(make);
    const answers = await Promise.all(times(30).map(() => look()));
    expect(answers.filter((answer) => answer === 'unknown')).toHaveLength(3);
    expect(answers.filter((answer) => answer === 'too-many-attempts')).toHaveLength(27);
    expect(await events()).toEqual([{ type: 'link-limited', detail: '{"wrongLinks":3}' }]);
    const before = looked();
    expect(await look({ found: 'a link' }), 'none is looked up any more').toBe('too-many-attempts');
    expect(looked()).toBe(before);
    services.clock.advance(hours(1));
    expect(await look()).toBe('unknown');
  });

  test('that were made here are always looked up, and never counted, whatever became of them', async () => {
    const { look, events } = await visitor(make);
    for (const _ of times(5)) expect(await look({ wasMadeHere: true })).toBe('unknown');
    for (const _ of times(4)) await look();
    expect(await look({ wasMadeHere: true, found: 'a link' })).toBe('a link');
    expect(await events()).toHaveLength(1);
  });

  test('without a mark are not counted when they were sent, used or not', async () => {
    const { look, events } = await visitor(make);
    for (const _ of times(5)) expect(await look({ wasSent: true })).toBe('unknown');
    for (const _ of times(5)) expect(await look({ found: 'a link' })).toBe('a link');
    expect(await events()).toEqual([]);
    expect(await look()).toBe('unknown');
  });
});
