import type { ApiDescription, Operation } from '../http/index.ts';
import { useWords } from '../words/index.ts';
import { Layout } from './layout.tsx';
import type { Site, Viewer } from './site.ts';
import { Text } from './text.tsx';

interface ApiPageProps {
  site: Site;
  viewer?: Viewer | undefined;
  api: ApiDescription;
}

/** A schema of the document, as far as the page shows it. */
interface Shown {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Shown>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Shown[];
}

type Schemas = ApiDescription['components']['schemas'];

/** The schema itself where another stands for it by its name. */
function resolved(schema: Shown, schemas: Schemas): Shown {
  const named = schema.$ref === undefined ? undefined : schemas[schema.$ref.split('/').at(-1) ?? ''];
  return (named as Shown | undefined) ?? schema;
}

/** The fields of a body; of one that is a choice, those of all choices. */
function fieldsOf(body: Shown, schemas: Schemas) {
  const { anyOf, ...one } = resolved(body, schemas);
  const choices = (anyOf ?? [one]).map((choice) => resolved(choice, schemas));
  const properties: Record<string, Shown> = Object.assign({}, ...choices.map((choice) => choice.properties));
  return Object.entries(properties).map(([name, property]) => ({
    name,
    isRequired: choices.every(({ required = [] }) => required.includes(name)),
    ...resolved(property, schemas),
  }));
}

/** The API to read, without a script: every request with its fields and answers. */
export function ApiPage({ site, viewer, api }: ApiPageProps) {
  const { title, lead } = useWords().ui.api;
  const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  return (
    <Layout site={site} viewer={viewer} title={title}>
      <article class="prose api">
        <h1>{api.info.title}</h1>
        <p class="lead">{lead(<a href="/openapi.json">/openapi.json</a>)}</p>
        {api.info.description.split('\n\n').map((text) => (
          <p key={text}>
            <Text text={text} />
          </p>
        ))}
        {api.tags.map(({ name, description }) => (
          <section key={name}>
            <h2>{name}</h2>
            <p>
              <Text text={description} />
            </p>
            {operations
              .filter(({ operation }) => operation.tags?.[0] === name)
              .map((request) => (
                <Request key={request.operation.operationId} {...request} schemas={api.components.schemas} />
              ))}
          </section>
        ))}
      </article>
    </Layout>
  );
}

interface RequestProps {
  path: string;
  method: string;
  operation: Operation;
  schemas: Schemas;
}

function Request({ path, method, operation, schemas }: RequestProps) {
  const { operationId, summary, description, security, requestBody, responses } = operation;
  const types = Object.entries(requestBody?.content ?? {});
  const { needsSession } = useWords().ui.api;
  return (
    <section id={operationId}>
      <h3>{summary}</h3>
      <p>
        <code>
          {method.toUpperCase()} {path}
        </code>
        {security.some((scheme) => 'cookie' in scheme) && !security.some(isNone) && ` ${needsSession}`}
      </p>
      <p>
        <Text text={description} />
      </p>
      {types.slice(0, 1).map(([type, { schema }]) => (
        <FieldList key={type} types={types.map(([one]) => one)} fields={fieldsOf(schema, schemas)} />
      ))}
      <dl class="api-answers">
        {Object.entries(responses).map(([status, answer]) => (
          <div key={status}>
            <dt>{status}</dt>
            <dd>
              <Text text={answer.description} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const isNone = (scheme: object): boolean => Object.keys(scheme).length === 0;

function FieldList({ types, fields }: { types: string[]; fields: ReturnType<typeof fieldsOf> }) {
  const { body, or, required, optional } = useWords().ui.api;
  return (
    <>
      <p>
        {body} <Text text={types.map((type) => `\`${type}\``).join(or)} />
      </p>
      <ul class="api-fields">
        {fields.map(({ name, type, isRequired, description }) => (
          <li key={name}>
            <code>{name}</code> {[type, isRequired ? required : optional].filter(Boolean).join(', ')}
            {description && (
              <>
                {': '}
                <Text text={description} />
              </>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
