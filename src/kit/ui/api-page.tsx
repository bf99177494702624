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

interface Fields {
  readonly properties?: Readonly<Record<string, { readonly type?: string; readonly description?: string }>>;
  readonly required?: readonly string[];
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
        <p>
          <Text text={api.info.description} />
        </p>
        {api.tags.map(({ name }) => (
          <section key={name}>
            <h2>{name}</h2>
            {operations
              .filter(({ operation }) => operation.tags?.[0] === name)
              .map((request) => (
                <Request key={request.operation.operationId} {...request} />
              ))}
          </section>
        ))}
      </article>
    </Layout>
  );
}

function Request({ path, method, operation }: { path: string; method: string; operation: Operation }) {
  const { operationId, summary = '', description, security, requestBody, responses } = operation;
  const types = Object.entries(requestBody?.content ?? {});
  const { needsSession } = useWords().ui.api;
  return (
    <section id={operationId}>
      <h3>{summary}</h3>
      <p>
        <code>
          {method.toUpperCase()} {path}
        </code>
        {security && ` ${needsSession}`}
      </p>
      {description && (
        <p>
          <Text text={description} />
        </p>
      )}
      {types.slice(0, 1).map(([type, { schema }]) => (
        <FieldList key={type} types={types.map(([one]) => one)} fields={schema as Fields} />
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

function FieldList({
  types,
  fields: { properties = {}, required = [] },
}: {
  types: string[];
  fields: Fields;
}) {
  const { body, or, required: isRequired, optional } = useWords().ui.api;
  return (
    <>
      <p>
        {body} <Text text={types.map((type) => `\`${type}\``).join(or)} />
      </p>
      <ul class="api-fields">
        {Object.entries(properties).map(([name, { type, description }]) => (
          <li key={name}>
            <code>{name}</code>{' '}
            {[type, required.includes(name) ? isRequired : optional].filter(Boolean).join(', ')}
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
