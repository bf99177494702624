import { type Say, useWords } from '../words/index.ts';
import { errorIdOf } from './fields.tsx';
import type { Done, FormProblem } from './site.ts';
import { SupportCode } from './support-code.tsx';
import { Text } from './text.tsx';

interface ProblemSummaryProps {
  problem: FormProblem | undefined;
  /** Field name to the id of its control, in the order of the form. */
  controls: Record<string, string>;
}

/**
 * What is wrong, at the head of a form that came back. It takes the focus (`autofocus` holds for any
 * focusable element), so that a screen reader begins here; each sentence leads to its field. In a form with one field
 * nothing is said there again: the field is `alone`, and is described by the sentence here.
 */
export function ProblemSummary({ problem, controls }: ProblemSummaryProps) {
  const words = useWords();
  if (!problem) return null;
  const detail = problem.detail(words);
  const wrong = Object.entries(controls).filter(([name]) => problem.fields[name] !== undefined);
  const fields = wrong.flatMap(([name, id]) => {
    const sentence = problem.fields[name]?.(words);
    return sentence === undefined || sentence === detail ? [] : [{ name, id, sentence }];
  });
  const [alone] = Object.keys(controls).length === 1 ? wrong : [];
  const sentenceId = alone && errorIdOf(alone[1]);
  return (
    <>
      <div class="notice notice-problem" role="alert" tabindex={-1} autofocus data-problem>
        <p class="notice-title" id={fields.length === 0 ? sentenceId : undefined}>
          <Text text={detail} />
        </p>
        {fields.length > 0 && (
          <ul>
            {fields.map(({ name, id, sentence }) => (
              <li key={name} id={sentenceId}>
                <a href={`#${id}`}>
                  <Text text={sentence} />
                </a>
              </li>
            ))}
          </ul>
        )}
      </div>
      <SupportCode />
    </>
  );
}

/** News after an act, said once; with `warns`, that it came to nothing. */
export function Notice({ text, warns = false }: { text: Say | undefined; warns?: boolean }) {
  const words = useWords();
  if (!text) return null;
  return (
    <>
      <div class={warns ? 'notice notice-warn' : 'notice'} role="status">
        <p>{text(words)}</p>
      </div>
      {warns && <SupportCode />}
    </>
  );
}

/** The news of one section of a page, below its heading: the address leads there, and so does the eye. */
export function SectionNotice({ of, done }: { of: string; done: Done | undefined }) {
  return <Notice text={done?.section === of ? done.text : undefined} />;
}
