import { CodeBlock } from '../../kit/ui/code-block.tsx';
import { useWords } from '../../kit/words/index.ts';

/** Development only: the three requests of the workshop and the shortest frontend, ready to copy. */
export function Workshop({ baseUrl }: { baseUrl: string }) {
  const said = useWords().home.workshop;
  const account = 'username=soham&password=insecure';
  const steps = [
    { title: said.steps.hello, code: `curl ${baseUrl}/`, answer: 'Hello World!' },
    {
      title: said.steps.register,
      code: `curl -X POST "${baseUrl}/register?${account}&data=testing"`,
      answer: 'Success',
    },
    { title: said.steps.logIn, code: `curl "${baseUrl}/login?${account}"`, answer: 'testing' },
  ];
  return (
    <>
      <section class="workshop" aria-labelledby="workshop-title">
        <h2 id="workshop-title">{said.title}</h2>
        <p class="section-lead">{said.lead}</p>
        <ol class="steps">
          {steps.map(({ title, code, answer }) => (
            <li key={title}>
              <h3>{title}</h3>
              <CodeBlock code={code} label={said.request(title)} />
              <p class="answer">{said.answers(<code>{answer}</code>)}</p>
            </li>
          ))}
        </ol>
      </section>
      <section class="workshop" aria-labelledby="frontend-title">
        <h2 id="frontend-title">{said.frontend}</h2>
        <p class="section-lead">{said.frontendLead}</p>
        <CodeBlock code={frontend(baseUrl)} label={said.frontend} />
      </section>
    </>
  );
}

function frontend(baseUrl: string): string {
  return [
    `const { latchkey } = await import("${baseUrl}/client.js");`,
    `const login = latchkey('${baseUrl}');`,
    `const step = await login.signIn({ username: 'soham', password: 'insecure' });`,
    `if (step.status === 'more') location.assign(login.url());`,
    `else console.log((await login.saveData({ score: 1 })).value);`,
  ].join('\n');
}
