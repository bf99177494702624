import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { escapePointer } from '../json.ts';
import { Problem, type ProblemPlace, problem } from '../problem.ts';
import { typesInWords } from '../type-words.ts';
import { meantErrors, type SchemaError } from './form/meant-errors.ts';
import { bodyTooLarge, busy, internal, invalidRequest, notFound, unsupportedMediaType } from './problems.ts';

/** A refusal as it is answered over the API (RFC 9457). `type` is the address of the page that explains its code. */
export function problemBody(refusal: Problem, baseUrl: string, requestId: string) {
  const { definition, options, message } = refusal;
  return {
    type: `${baseUrl}/problems/${definition.code}`,
    title: definition.title,
    status: definition.status,
    detail: message,
    code: definition.code,
    requestId,
    ...(options.errors && { errors: options.errors }),
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
    return problem(
      invalidRequest,
      "The request holds a character that this server can't store. Remove it and try again.",
    );
  }
  const { code, validation, validationContext, statusCode } = error as Partial<FastifyError>;
  if (validation) return invalid(validation, validationContext ?? 'body');
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return problem(bodyTooLarge);
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE' || code === 'FST_ERR_CTP_INVALID_CONTENT_LENGTH') {
    return problem(unsupportedMediaType);
  }
  if (code === 'FST_ERR_BAD_URL') return problem(notFound);
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return problem(invalidRequest);
  return problem(internal, 'This is a fault of the server. The request id tells the operator where to look.');
}

export const databaseAway = (): Problem =>
  problem(busy, 'The database is not answering. Try again in a few seconds.', { retryAfter: 5 });

/** What a sentence is made of. */
type DescribedError = Omit<SchemaError, 'schemaPath'>;

function invalid(validation: readonly SchemaError[], context: string): Problem {
  const errors = placesOf(validation);
  const first = errors[0];
  const where = context === 'body' ? 'The body' : context === 'querystring' ? 'The query' : 'The address';
  return problem(invalidRequest, first ? `${where} is not right: ${first.detail}` : undefined, { errors });
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
    return { pointer: `${instancePath}/${name}`, code: 'missing', detail: `"${name}" is missing.` };
  }
  if (keyword === 'additionalProperties') {
    const name = String(params.additionalProperty);
    const pointer = `${instancePath}/${escapePointer(name)}`;
    return { pointer, code: 'unknown-field', detail: `${JSON.stringify(name)} is not a field here.` };
  }
  const place = instancePath === '' ? 'It' : `"${instancePath.slice(1)}"`;
  const rule = rules[keyword]?.(params) ?? message ?? 'is not valid';
  return { pointer: instancePath, code: keyword, detail: `${place} ${rule}.` };
}

const rules: Readonly<Record<string, (params: SchemaError['params']) => string | undefined>> = {
  type: ({ type }) => `must be ${typesInWords(String(type))}`,
  minLength: ({ limit }) => (limit === 1 ? 'must not be empty' : `must have at least ${limit} characters`),
  maxLength: ({ limit }) => `must have at most ${limit} characters`,
  enum: ({ allowedValues }) => `must be one of ${(allowedValues as unknown[]).join(', ')}`,
};

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
export function sendProblem(request: FastifyRequest, reply: FastifyReply, refusal: Problem, baseUrl: string) {
  setProblemHeaders(reply, refusal);
  return reply
    .header('content-type', 'application/problem+json')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problemBody(refusal, baseUrl, request.id));
}

/** Status and headers of a refusal, whatever form its body takes. */
export function setProblemHeaders(reply: FastifyReply, { definition, options }: Problem): void {
  reply.code(definition.status);
  if (options.headers) reply.headers(options.headers);
  if (options.retryAfter !== undefined) reply.header('retry-after', String(options.retryAfter));
}
