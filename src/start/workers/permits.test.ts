import { expect, test } from 'vitest';
import { Permits, type Turn } from './permits.ts';

function asking(bounds: { concurrency: number; queue: number }) {
  const permits = new Permits<string>(bounds);
  const answers: [string, Turn][] = [];
  const ask = (worker: string) => permits.ask(worker, (turn) => answers.push([worker, turn]));
  return { permits, answers, ask };
}

test('turns are given in the order of asking, as many at once over all workers as there are', () => {
  const { permits, answers, ask } = asking({ concurrency: 2, queue: 10 });
  for (const worker of ['a', 'b', 'a', 'b']) ask(worker);
  expect(answers).toEqual([
    ['a', {}],
    ['b', {}],
  ]);
  expect(permits.load()).toEqual({ running: 2, waiting: 2 });
  permits.giveBack('b');
  expect(answers.slice(2)).toEqual([['a', { ahead: 0 }]]);
  permits.giveBack('a');
  expect(answers.slice(3)).toEqual([['b', { ahead: 1 }]]);
  permits.giveBack('a');
  permits.giveBack('b');
  expect(permits.load()).toEqual({ running: 0, waiting: 0 });
});

test('the bound of the queue holds over all workers', () => {
  const { answers, ask } = asking({ concurrency: 1, queue: 1 });
  for (const worker of ['a', 'b', 'c']) ask(worker);
  expect(answers).toEqual([
    ['a', {}],
    ['c', 'full'],
  ]);
});

test('what a worker held and waited for goes to the others when it is gone', () => {
  const { permits, answers, ask } = asking({ concurrency: 2, queue: 10 });
  for (const worker of ['dead', 'dead', 'dead', 'b', 'c', 'b']) ask(worker);
  permits.forget('dead');
  expect(answers.slice(2)).toEqual([
    ['b', { ahead: 1 }],
    ['c', { ahead: 2 }],
  ]);
  expect(permits.load()).toEqual({ running: 2, waiting: 1 });
});

test('a new configuration gives more turns at once, and fewer as they end', () => {
  const { permits, answers, ask } = asking({ concurrency: 1, queue: 10 });
  for (const worker of ['a', 'b', 'c', 'd']) ask(worker);
  permits.resize({ concurrency: 3, queue: 10 });
  expect(answers.map(([worker]) => worker)).toEqual(['a', 'b', 'c']);
  permits.resize({ concurrency: 1, queue: 10 });
  permits.giveBack('a');
  permits.giveBack('b');
  expect(answers).toHaveLength(3);
  permits.giveBack('c');
  expect(answers.at(-1)?.[0]).toBe('d');
});
