import { CodeBlock } from '../../../kit/ui/code-block.tsx';
import { useWords } from '../../../kit/words/index.ts';
import { TrailBrief } from '../../trails/index.ts';
import type { ShownExchange } from './shown.ts';
import { Step } from './step.tsx';

/** A request of the app and its answer, as they were sent. */
export function ExchangeStep({ moment, request, status, head, body, trail }: ShownExchange) {
  const said = useWords().tryApp;
  const { result } = said;
  const path = /^GET (\S+)/.exec(request)?.[1] ?? '';
  return (
    <Step
      {...said.moments[moment]}
      chip={<span class={`chip chip-${status < 400 ? 'good' : 'bad'}`}>{status}</span>}
      besideTitle={result.noted}
      beside={trail ? <TrailBrief shown={trail} /> : <p class="hint">{result.nothingNoted}</p>}
    >
      <h3>{result.request}</h3>
      <CodeBlock code={request} label={result.request} />
      <h3>{result.answer}</h3>
      <CodeBlock code={asText(head, body)} label={result.answer} />
      {moment === 'authorize' && (
        <p>
          <a href={path}>{result.page}</a>
        </p>
      )}
    </Step>
  );
}

function asText(head: string, body: string): string {
  const isJson = /^content-type: \S*json/m.test(head);
  const lines = isJson && body !== '' ? JSON.stringify(JSON.parse(body), null, 2) : body;
  return lines === '' ? head : `${head}\n\n${lines}`;
}
