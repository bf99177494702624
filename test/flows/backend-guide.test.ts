import { test } from 'vitest';
import { tryGuideBackend } from '../support/guide-backend.ts';

test('P5 the backend in Node that the guide shows knows who asks', () =>
  tryGuideBackend('server.mjs', [process.execPath]));
