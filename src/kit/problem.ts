import type { Say, Words } from './words/index.ts';

/**
 * Refusals that a client sees: `application/problem+json` (RFC 9457) over the API, a sentence on a page.
 * A code is declared once, by the slice that throws it; its words say what it means.
 */
export interface ProblemDefinition {
  /** Stable, kebab-case; programs decide by it. */
  readonly code: string;
  readonly status: number;
  readonly words: (words: Words) => ProblemWords;
}

/** What a code says to people. */
export interface ProblemWords {
  readonly title: string;
  /** What it means, in plain words, for the page behind `type`; the `detail` where there is no other. */
  readonly meaning: string;
  /** What to do about it, for the same page. */
  readonly remedy: string;
  /** What to do about it, for a person on a page, where the remedy is for programs. */
  readonly onPage?: string;
}

/** One thing wrong at one place; `pointer` is a JSON Pointer (RFC 6901) into what was sent. */
export interface ProblemPlace {
  readonly pointer: string;
  readonly code: string;
  readonly detail: Say;
}

/** Which of several reasons it has that one code answers. */
export type RefusalCause =
  | 'host'
  | 'unnamed-origin'
  | 'own-other-address'
  | 'plain-http'
  | 'preflight'
  | 'preflight-headers'
  | 'empty-body'
  | 'workshop'
  | 'compressed';

export interface ProblemOptions {
  readonly errors?: readonly ProblemPlace[];
  /** Whole seconds for `Retry-After`. */
  readonly retryAfter?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The next try needs a proof of work: for a page to have it ready. Not answered over the API. */
  readonly challengeNext?: boolean;
  /** For the log and the trail. Not answered over the API. */
  readonly cause?: RefusalCause;
  /** What to do about it, for a person on a page, where what the code says isn't it. */
  readonly onPage?: Say;
  /** Members beside the standard ones, such as `challenge`. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** Further members, which cost something to make: only an answer of the API has them made. May throw a refusal itself. */
  readonly onDemand?: () => Promise<Readonly<Record<string, unknown>>>;
}

/** A refusal. It holds a code and facts; its sentences are made where somebody reads them. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly definition: ProblemDefinition;
  /** What was wrong this time, and what to do next. */
  readonly detail: Say;
  readonly options: ProblemOptions;

  constructor(definition: ProblemDefinition, detail: Say, options: ProblemOptions) {
    super(definition.code);
    this.definition = definition;
    this.detail = detail;
    this.options = options;
  }

  get code(): string {
    return this.definition.code;
  }

  get status(): number {
    return this.definition.status;
  }
}

/** The same refusal with the members that were made on demand. */
export function withExtra(
  { definition, detail, options: { onDemand, extra, ...options } }: Problem,
  made: NonNullable<ProblemOptions['extra']>,
): Problem {
  return new Problem(definition, detail, { ...options, extra: { ...extra, ...made } });
}

/** Makes a refusal to throw. `detail` is a sentence for this occurrence and says what to do next. */
export function problem(
  definition: ProblemDefinition,
  detail: Say = (words) => definition.words(words).meaning,
  options: ProblemOptions = {},
): Problem {
  return new Problem(definition, detail, options);
}

/** What a code says to people, in whichever room it is declared; undefined for one that no room has. */
export function problemWordsOf(words: Words, code: string): ProblemWords | undefined {
  const name = code.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  for (const room of Object.values(words) as { readonly problems?: Record<string, ProblemWords> }[]) {
    const { problems } = room;
    if (problems && Object.hasOwn(problems, name)) return problems[name];
  }
  return undefined;
}
