export interface SchemaError {
  keyword: string;
  instancePath: string;
  /** Where the rule stands, such as `#/anyOf/2/properties/code/type`. */
  schemaPath: string;
  message?: string;
  params: Record<string, unknown>;
}

/**
 * A body that may be one of several objects fails once for each of them, so most of the errors are about objects that
 * nobody meant to send. Keeps those of the one that was meant: by its constant, such as `factor`, else the one that fits
 * best. Answers the errors as they are where the body is no such union.
 */
export function meantErrors(errors: readonly SchemaError[]): readonly SchemaError[] {
  const members = [...Map.groupBy(errors, memberOf)].flatMap(([member, own]) => (member ? [own] : []));
  if (members.length === 0) return errors;
  const constants = members.flat().filter(({ keyword }) => keyword === 'const');
  const tags = new Set(constants.map(({ instancePath }) => instancePath.slice(1)));
  const candidates = members.filter((own) => own.every((error) => !isOtherTag(error, tags)));
  if (candidates.length === 0) return constants;
  const fewest = Math.min(...candidates.map(weightOf));
  const told = candidates.filter((own) => weightOf(own) === fewest).flat();
  return [...new Map(told.map((error) => [textOf(error), error])).values()];
}

/** Several members may say the same. */
function textOf({ keyword, instancePath, params }: SchemaError): string {
  return JSON.stringify([keyword, instancePath, params]);
}

function memberOf({ schemaPath }: SchemaError): string | undefined {
  return /^#\/anyOf\/(\d+)\//.exec(schemaPath)?.[1];
}

/** The object is told from others by a constant that is another, or has no place for it. */
function isOtherTag({ keyword, params }: SchemaError, tags: ReadonlySet<string>): boolean {
  if (keyword === 'const') return true;
  return keyword === 'additionalProperties' && tags.has(String(params.additionalProperty));
}

/** A field that is wrong or missing is likelier than one that nobody knows. */
function weightOf(errors: readonly SchemaError[]): number {
  const unknown = errors.filter(({ keyword }) => keyword === 'additionalProperties').length;
  return errors.length + 100 * unknown;
}
