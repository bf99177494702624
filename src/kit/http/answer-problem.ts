import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { escapePointer } from '../json.ts';
import { Problem, type ProblemPlace, problem } from '../problem.ts';
import type { Say, Words } from '../words/index.ts';
import { meantErrors, type SchemaError } from './form/meant-errors.ts';
import { bodyTooLarge, busy, internal, invalidRequest, notFound, unsupportedMediaType } from './problems.ts';

/** What an answer is put together with. */
interface Answered {
  readonly baseUrl: string;
  readonly words: Words;
  readonly requestId: string;
}

/** A refusal as it is answered over the API (RFC 9457). `type` is the address of the page that explains its code. */
export function problemBody(refusal: Problem, { baseUrl, words, requestId }: Answered) {
  const { definition, options, detail } = refusal;
  return {
    type: `${baseUrl}/problems/${definition.code}`,
    title: definition.words(words).title,
    status: definition.status,
    detail: detail(words),
    code: definition.code,
    requestId,
    ...(options.errors && {
      errors: options.errors.map((place) => ({ ...place, detail: place.detail(words) })),
    }),
    ...options.extra,
  };
}

/** How the database reads its own errors; see `Database` in `kit/db`. */
export interface DatabaseVerdict {
  troubleOf(error: unknown): string | undefined;
  isUnstorable(error: unknown): boolean;
}

/**
 * Turns whatever was thrown into the refusal that the client sees.
 * What nobody expected denies and says nothing of itself: the detail is for the log alone.
 */
export function toProblem(error: unknown, database: DatabaseVerdict): Problem {
  if (error instanceof Problem) return error;
  if (database.troubleOf(error)) return databaseAway();
  if (database.isUnstorable(error)) {
    return problem(invalidRequest, ({ http }) => http.unstorable);
  }
  const { code, validation, validationContext, statusCode } = error as Partial<FastifyError>;
  if (validation) return invalid(validation, validationContext ?? 'body');
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return problem(bodyTooLarge);
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE' || code === 'FST_ERR_CTP_INVALID_CONTENT_LENGTH') {
    return problem(unsupportedMediaType);
  }
  if (code === 'FST_ERR_BAD_URL') return problem(notFound);
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return problem(invalidRequest);
  return problem(internal, ({ http }) => http.fault);
}

export const databaseAway = (): Problem => problem(busy, ({ http }) => http.databaseAway, { retryAfter: 5 });

/** What a sentence is made of. */
type DescribedError = Omit<SchemaError, 'schemaPath'>;

function invalid(validation: readonly SchemaError[], context: string): Problem {
  const errors = placesOf(validation);
  const first = errors[0];
  const source = context === 'body' || context === 'querystring' ? context : 'params';
  const detail: Say | undefined = first && ((words) => words.http.invalid(source, first.detail(words)));
  return problem(invalidRequest, detail, { errors });
}

/** The refusal of a form by its schema: the places of the API, each to be said beside its field. */
export function invalidForm(validation: readonly SchemaError[]): Problem {
  const errors = placesOf(validation);
  return problem(invalidRequest, errors[0]?.detail, { errors });
}

const placesOf = (validation: readonly SchemaError[]): ProblemPlace[] =>
  withChoices(meantErrors(validation)).slice(0, 20).map(describe);

function describe({ keyword, instancePath, message, params }: DescribedError): ProblemPlace {
  if (keyword === 'required') {
    const name = String(params.missingProperty);
    return {
      pointer: `${instancePath}/${name}`,
      code: 'missing',
      detail: ({ http }) => http.places.missing(name),
    };
  }
  if (keyword === 'additionalProperties') {
    const name = String(params.additionalProperty);
    const pointer = `${instancePath}/${escapePointer(name)}`;
    return { pointer, code: 'unknown-field', detail: ({ http }) => http.places.unknownField(name) };
  }
  return {
    pointer: instancePath,
    code: keyword,
    detail: ({ http: { places, rules } }) =>
      places.broken(instancePath, ruleSaid(rules, keyword, params) ?? message ?? rules.other),
  };
}

/** The rule that was broken, for the keywords that have words here; others have those of the checker. */
function ruleSaid(
  rules: Words['http']['rules'],
  keyword: string,
  { type, limit, allowedValues }: SchemaError['params'],
): string | undefined {
  if (keyword === 'type') return rules.type(String(type));
  if (keyword === 'minItems') return rules.minItems(Number(limit));
  if (keyword === 'minLength') return rules.minLength(Number(limit));
  if (keyword === 'maxLength') return rules.maxLength(Number(limit));
  return keyword === 'enum' ? rules.enum(allowedValues as readonly unknown[]) : undefined;
}

/** A union of constants fails once for each of them: one error that names them all says it. */
function withChoices(validation: readonly SchemaError[]): DescribedError[] {
  const constants = validation.filter(({ keyword }) => keyword === 'const');
  const others = validation.filter(
    ({ keyword, instancePath }) =>
      keyword !== 'const' &&
      !(keyword === 'anyOf' && constants.some((constant) => constant.instancePath === instancePath)),
  );
  const choices = [...Map.groupBy(constants, ({ instancePath }) => instancePath)].map(
    ([instancePath, errors]) => ({
      keyword: 'enum',
      instancePath,
      params: { allowedValues: errors.map(({ params }) => params.allowedValue) },
    }),
  );
  return [...choices, ...others];
}

/** Writes a refusal as problem+json. */
export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Problem,
  answered: Omit<Answered, 'requestId'>,
) {
  setProblemHeaders(reply, refusal);
  return reply
    .header('content-type', 'application/problem+json')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problemBody(refusal, { ...answered, requestId: request.id }));
}

/** Status and headers of a refusal, whatever form its body takes. */
export function setProblemHeaders(reply: FastifyReply, { definition, options }: Problem): void {
  reply.code(definition.status);
  if (options.headers) reply.headers(options.headers);
  if (options.retryAfter !== undefined) reply.header('retry-after', String(options.retryAfter));
}
