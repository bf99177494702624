import { parseSync, Visitor } from 'oxc-parser';

/** The factors that nobody outside their room may ask for by name. */
const names = ['totp', 'recovery-code', 'email-code'] as const;

type Name = (typeof names)[number];

interface Exception {
  /** A file, or a folder with a slash at its end. */
  readonly where: string;
  readonly name: Name;
  readonly reason: string;
}

const carries = 'data of a factor is carried by the name of its table and of its seal';
const begins = 'a login that began with a name is answered by a code by email, whatever the account has';
const verifies = 'a code by email is sent on request, and only where the account has nothing else';

/** The few places that name a factor of another room. */
const exceptions: readonly Exception[] = [
  { where: 'src/operate/accounts-file/', name: 'totp', reason: carries },
  { where: 'src/operate/move/', name: 'totp', reason: carries },
  { where: 'src/people/attempts/store.ts', name: 'email-code', reason: begins },
  { where: 'src/login/next-step.ts', name: 'email-code', reason: begins },
  { where: 'src/login/begin/begin-by-name.ts', name: 'email-code', reason: begins },
  { where: 'src/login/steps/answer-factor.ts', name: 'email-code', reason: begins },
  { where: 'src/login/steps/email-code-page-routes.ts', name: 'email-code', reason: begins },
  { where: 'src/login/prove/', name: 'email-code', reason: verifies },
];

/** Free to name them: where they are listed, what is configured and made, and what proves that all goes well. */
const isFree = (path: string): boolean =>
  path === 'src/people/factor-names.ts' ||
  /^src\/(config|migrations)\//.test(path) ||
  /(^|\/)words\.tsx?$|\.test\.tsx?$/.test(path);

/**
 * Tells where a factor is asked for by its name outside its room, each as a sentence, and which exceptions are for
 * nothing. What is to hold for one factor alone is a member of `Factor`, so that a new one can't be forgotten. Takes the
 * files of `src/` by path.
 */
export function findFactorFaults(
  sources: ReadonlyMap<string, string>,
  allowed: readonly Exception[] = exceptions,
): string[] {
  const unused = new Set(allowed);
  const faults: string[] = [];
  for (const [path, source] of sources) {
    if (!/^src\/.*\.tsx?$/.test(path) || isFree(path)) continue;
    for (const name of namesIn(path, source)) {
      if (path.startsWith(`src/factors/${name}/`)) continue;
      const exception = allowed.find(
        ({ where, name: one }) =>
          one === name && (where.endsWith('/') ? path.startsWith(where) : path === where),
      );
      if (exception) unused.delete(exception);
      else
        faults.push(
          `${path} names the factor "${name}". Add a member to Factor (src/factors/factor.ts) instead`,
        );
    }
  }
  const idle = [...unused].map(
    ({ where, name }) =>
      `scripts/check/factor-rules.ts has an exception for "${name}" in ${where} that nothing needs`,
  );
  return [...faults, ...idle];
}

function namesIn(path: string, source: string): Set<Name> {
  const found = new Set<Name>();
  const note = (text: unknown) => {
    for (const name of names) if (text === name) found.add(name);
  };
  new Visitor({
    Literal: ({ value }) => note(value),
    TemplateElement: ({ value }) => note(value.cooked),
    // A key that needs no quotes: `{ totp: … }` in a table over the factors.
    Property({ key, computed }) {
      if (!computed && key.type === 'Identifier' && isTableOfFactors(source)) note(key.name);
    },
  }).visit(parseSync(path, source).program);
  return found;
}

/** A record that is typed by the names of factors is a list of them. */
const isTableOfFactors = (source: string): boolean => /Record<(Partial<)?FactorName\b/.test(source);
