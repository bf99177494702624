import { CodeBlock } from '../../kit/ui/code-block.tsx';

/** Development only: the three requests of the workshop and the shortest frontend, ready to copy. */
export function Workshop({ baseUrl }: { baseUrl: string }) {
  const account = 'username=soham&password=insecure';
  const steps = [
    { title: 'Say hello', code: `curl ${baseUrl}/`, answer: 'Hello World!' },
    {
      title: 'Register',
      code: `curl -X POST "${baseUrl}/register?${account}&data=testing"`,
      answer: 'Success',
    },
    { title: 'Log in', code: `curl "${baseUrl}/login?${account}"`, answer: 'testing' },
  ];
  return (
    <>
      <section class="workshop" aria-labelledby="workshop-title">
        <h2 id="workshop-title">Three requests to begin with</h2>
        <p class="section-lead">
          Paste them into a terminal, or send them with Insomnia. They work in development mode only.
        </p>
        <ol class="steps">
          {steps.map(({ title, code, answer }) => (
            <li key={title}>
              <h3>{title}</h3>
              <CodeBlock code={code} label={`Request: ${title}`} />
              <p class="answer">
                It answers <code>{answer}</code>
              </p>
            </li>
          ))}
        </ol>
      </section>
      <section class="workshop" aria-labelledby="frontend-title">
        <h2 id="frontend-title">A frontend in five lines</h2>
        <p class="section-lead">
          In the script of any page on your machine, after the requests above. The browser keeps the session
          in a cookie that no script can read.
        </p>
        <CodeBlock code={frontend(baseUrl)} label="A frontend in five lines" />
      </section>
    </>
  );
}

function frontend(baseUrl: string): string {
  return [
    `const call = (path, method = 'GET', body) => fetch('${baseUrl}/api' + path, { method, credentials: 'include',`,
    `  ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) });`,
    `await call('/login', 'POST', { username: 'soham', password: 'insecure' });`,
    `await call('/me/data', 'PUT', { score: 1 });`,
    `console.log(await (await call('/me/data')).json());`,
  ].join('\n');
}
