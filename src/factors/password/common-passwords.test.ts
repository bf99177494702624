import { describe, expect, it } from 'vitest';
import { loadCommonPasswords } from './common-passwords.ts';

describe('the list of common passwords', () => {
  it('holds what attackers try first, whole and in lower case', async () => {
    const common = await loadCommonPasswords();
    expect(common.size).toBe(49_233);
    for (const known of ['123456', 'password', 'qwerty', 'letmein', '#name?'])
      expect(common).toContain(known);
    expect([...common].filter((entry) => entry !== entry.trim().toLowerCase().normalize('NFC'))).toEqual([]);
    expect([...common].filter((entry) => entry.startsWith('#'))).toEqual(['#name?']);
  });

  it('is read once', async () => {
    expect(await loadCommonPasswords()).toBe(await loadCommonPasswords());
  });
});
