/** A name of a test, or of a group of tests, that says which requirements it keeps. */
export interface NamedTest {
  readonly file: string;
  readonly ids: readonly string[];
}

/** A name stands first between the brackets of a call, or of a row in the table of one. */
const name = /[([]\s*(['"`])((?:V\d[\d.]*\s+)+)/g;

/** Finds the names that begin with ids of requirements. What is no id of the standard is found as well. */
export function findNamedTests(file: string, text: string): NamedTest[] {
  return [...text.matchAll(name)].map(([, , ids = '']) => ({ file, ids: ids.trim().split(/\s+/) }));
}
