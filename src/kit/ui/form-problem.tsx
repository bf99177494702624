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
 * What is wrong, at the head of a form that came back. What is wrong with a field is said beside the field alone, and the
 * first of them takes the focus; here it says how many there are. Without any, the focus is here (`autofocus` holds for any
 * focusable element), so that a screen reader begins with it. In a form with one field everything is said here: the field
 * is `alone`, and is described by this.
 */
export function ProblemSummary({ problem, controls }: ProblemSummaryProps) {
  const words = useWords();
  if (!problem) return null;
  const detail = problem.detail(words);
  const wrong = Object.entries(controls).filter(([name]) => problem.fields[name] !== undefined);
  const isAlone = Object.keys(controls).length === 1;
  const [alone] = isAlone ? wrong : [];
  const sentences = wrong.map(([name]) => problem.fields[name]?.(words));
  const isSaid = sentences.includes(detail);
  const aloneId = alone && errorIdOf(alone[1]);
  return (
    <>
      <div
        class="notice notice-problem"
        role="alert"
        tabindex={-1}
        autofocus={isAlone || wrong.length === 0}
        data-problem
      >
        <p class="notice-title" id={isSaid ? aloneId : undefined}>
          {isSaid && !isAlone ? words.ui.wrongFields(wrong.length) : <Text text={detail} />}
        </p>
        {alone && !isSaid && (
          <p id={aloneId}>
            <Text text={sentences[0] ?? ''} />
          </p>
        )}
        {problem.retryAfter !== undefined && (
          <p role="status" data-countdown={problem.retryAfter} data-over={words.ui.waitOver} hidden />
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
