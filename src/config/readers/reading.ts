/** The value, or what it must be instead, as the end of a sentence that begins with the key's name. */
export type Reading = { value: unknown } | { must: string };

/** A value as it was given: text in variables and flags, real numbers and lists in a file. */
export interface Raw {
  value: unknown;
  isText: boolean;
  /** The folder that relative paths are resolved against. */
  base: string;
}

/** Only the code: the message contains the path, which may be a secret in the wrong place. */
export const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? "it can't be read";

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
