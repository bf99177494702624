import { expect, test } from 'vitest';
import { differenceOf } from './note.ts';

const registered = [
  'https://app.example.com/cb',
  'https://app.example.com:8443/cb?tenant=1',
  'com.example.app:/cb',
];

test.each([
  ['https://app.example.com/cb/', { part: 'path', asked: '/cb/', registered: '/cb' }],
  ['https://app.example.com', { part: 'path', asked: 'none', registered: '/cb' }],
  ['https://app.example.com:8443/cb', { part: 'query' }],
  ['https://app.example.com:8443/cb?tenant=2', { part: 'query' }],
  ['https://app.example.com:9000/cb', { part: 'port', asked: '9000', registered: 'none' }],
  ['https://APP.example.com/CB', { part: 'path', asked: '/CB', registered: '/cb' }],
  ['https://evil.example/cb', { part: 'host', asked: 'evil.example', registered: 'app.example.com' }],
  ['http://app.example.com/cb', { part: 'scheme', asked: 'http:', registered: 'https:' }],
  ['com.example.app:/other', { part: 'path', asked: '/other', registered: '/cb' }],
  ['nonsense', { part: 'everything' }],
])('%s is held against the registered address that is nearest to it', (asked, difference) => {
  expect(differenceOf(asked, registered)).toEqual(difference);
});
