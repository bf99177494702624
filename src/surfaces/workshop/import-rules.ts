import type { Config } from '../../config/index.ts';
import type { PasswordHasher } from '../../factors/password/index.ts';
import { Problem } from '../../kit/problem.ts';
import type { Words } from '../../kit/words/index.ts';
import { checkUsername, type DataSchema, readDocument } from '../../people/accounts/index.ts';
import type { WorkshopEntry } from './registered-json.ts';

export interface AcceptedEntry {
  readonly username: string;
  readonly key: string;
  /** The document as JSON text. */
  readonly data: string;
}

interface RuleServices {
  readonly config: Config;
  readonly dataSchema: DataSchema;
  readonly hasher: PasswordHasher;
  readonly words: Words;
}

/**
 * The rules that an entry is held to: those of every registration, except that a name may have one character
 * and that nothing is asked of the password, which is not known. Entries are given in the order of the file: of
 * two whose names are the same here, the first is taken. Answers a sentence that says why an entry is not.
 */
export function entryRules({ config, dataSchema, hasher, words }: RuleServices) {
  const rules = { ...config.username, minLength: 1 };
  const lines = new Map<string, number>();

  return (entry: WorkshopEntry): AcceptedEntry | string => {
    const checked = checkUsername(entry.name, rules);
    if (!checked.ok) return checked.detail(words);
    const { username, key } = checked;
    const earlier = lines.get(key);
    if (earlier !== undefined) {
      return words.workshop.entries.sameName(earlier);
    }
    lines.set(key, entry.line);
    if (entry.password.kind === 'argon2id') {
      if (!hasher.canVerify(entry.password.phc)) return words.workshop.entries.noHash;
      if (!hasher.hasItsPepper(entry.password)) return words.workshop.entries.otherPepper;
    }
    try {
      return { username, key, data: readDocument({ config, dataSchema }, JSON.stringify(entry.data)).text };
    } catch (error) {
      if (error instanceof Problem) return error.detail(words);
      throw error;
    }
  };
}
