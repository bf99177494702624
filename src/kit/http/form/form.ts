import type { FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import { problem } from '../../problem.ts';
import { Type } from '../../schema.ts';
import type { Say } from '../../words/index.ts';
import { invalidForm } from '../answer-problem.ts';
import { invalidRequest } from '../problems.ts';

/** A form that asks for what a request of the API asks for. */
export interface Form<S extends TSchema = TSchema> {
  /** Method and path of that request, such as `DELETE /api/me`. */
  readonly twin: string;
  /** The body of that request, or that part of it which the form is for. */
  readonly schema: S;
}

/** Several forms at one address, told apart by the value of one field. */
export interface FormChoice<Forms extends Readonly<Record<string, Form>> = Readonly<Record<string, Form>>> {
  /** The name of that field. */
  readonly by: string;
  readonly forms: Forms;
}

/** What a form holds once it has been checked. */
export type Filled<F> =
  F extends Form<infer S>
    ? Static<S>
    : F extends FormChoice<infer Forms>
      ? Filled<Forms[keyof Forms]>
      : undefined;

const noFields = Type.Object({});

/** A form with the schema of its twin. */
export function formOf<S extends TSchema>(twin: string, schema: S): Form<S> {
  return { twin, schema };
}

/** A form that is a button alone; its twin takes no body. */
export function buttonOf(twin: string): Form<typeof noFields> {
  return { twin, schema: noFields };
}

/** Forms at one address, told apart by the field `by`. */
export function formBy<Forms extends Readonly<Record<string, Form>>>(
  by: string,
  forms: Forms,
): FormChoice<Forms> {
  return { by, forms };
}

/** All forms of an address. */
export function formsOf(form: Form | FormChoice): readonly Form[] {
  return 'by' in form ? Object.values(form.forms) : [form];
}

/** What was sent in a field of a form, as it is; one that is missing is the empty text. */
export function fieldIn({ body }: Pick<FastifyRequest, 'body'>, name: string): string {
  const fields = (body ?? {}) as Readonly<Record<string, unknown>>;
  const value = Object.hasOwn(fields, name) ? fields[name] : '';
  return typeof value === 'string' ? value : '';
}

/** The fields that are lists: checkboxes of one name, or a text with one value a line. */
export function listsOf(form: Form | FormChoice): ReadonlySet<string> {
  const fields = formsOf(form).flatMap(({ schema }) =>
    Object.entries((schema as ObjectSchema).properties ?? {}),
  );
  return new Set(fields.flatMap(([name, { type }]) => (type === 'array' ? [name] : [])));
}

/** The values of a list as `fieldIn` has it, without empty lines and the spaces around each. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/**
 * Reads a submitted form and holds it to its schema, as its twin over the API is held. Fields that the schema doesn't
 * name are left out: a browser's extension may add some. An optional field that is empty counts as left out, a checkbox
 * that is ticked as true, digits as a number where one is wanted, and a list of which nothing is ticked as empty. No text is trimmed or cut. Throws
 * `invalid-request` with the places of the API.
 */
export function readForm(form: Form | FormChoice, request: FastifyRequest): unknown {
  const schema = schemaFor(form, request);
  const filled = fill(schema, (request.body ?? {}) as Readonly<Record<string, unknown>>);
  // Checked by what Fastify checks the bodies of the API with, so that both say the same.
  const check = request.compileValidationSchema(schema, 'body');
  if (!check(filled)) throw invalidForm(check.errors ?? []);
  return filled;
}

function schemaFor(form: Form | FormChoice, request: FastifyRequest): TSchema {
  if (!('by' in form)) return form.schema;
  const { by, forms } = form;
  const wanted = fieldIn(request, by);
  const chosen = Object.hasOwn(forms, wanted) ? forms[wanted] : undefined;
  if (chosen) return chosen.schema;
  const detail: Say = ({ http }) => http.useAForm;
  throw problem(invalidRequest, detail, { errors: [{ pointer: `/${by}`, code: 'enum', detail }] });
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, { readonly type?: unknown }>>;
  readonly required?: readonly string[];
}

function fill(schema: TSchema, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { properties = {}, required = [] } = schema as ObjectSchema;
  const filled = Object.entries(properties).flatMap(([name, { type }]): [string, unknown][] => {
    if (type === 'array') {
      const lines = linesOf(Object.hasOwn(given, name) ? String(given[name]) : '');
      return lines.length === 0 && !required.includes(name) ? [] : [[name, lines]];
    }
    if (!Object.hasOwn(given, name)) return [];
    const value = given[name];
    if (value === '' && !required.includes(name)) return [];
    if (type === 'integer' && /^-?\d{1,9}$/.test(String(value))) return [[name, Number(value)]];
    return [[name, type === 'boolean' && value === 'on' ? true : value]];
  });
  return Object.fromEntries(filled);
}
