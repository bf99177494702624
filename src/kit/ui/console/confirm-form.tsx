import type { ComponentChildren } from 'preact';
import { useWords } from '../../words/index.ts';
import { controlOf, Field } from '../fields.tsx';
import { ProblemSummary } from '../form-problem.tsx';
import type { FormProblem } from '../site.ts';

/** How long a reason is, in characters. */
const reasonLength = { least: 3, most: 500 } as const;

interface ConfirmFormProps {
  /** Where it's sent. */
  action: string;
  /** What follows from it, a sentence each. */
  consequences: readonly ComponentChildren[];
  /** The button: the act itself, such as "Disable account". */
  submit: string;
  /** Where nothing has happened. */
  cancel: string;
  danger?: boolean;
  /** False for what takes no reason, `optional` for what can do without. */
  asksReason?: boolean | 'optional';
  /** For more fields than fit well into a narrow form. */
  wide?: boolean;
  /** What was typed, where the form came back. */
  reason?: string | undefined;
  problem?: FormProblem | undefined;
  /** Fields of the act, and the ids of their controls by their names. */
  children?: ComponentChildren;
  controls?: Record<string, string>;
}

/** Asks before an act, says what follows, and takes the reason for the audit log. */
export function ConfirmForm({ action, consequences, submit, cancel, problem, ...props }: ConfirmFormProps) {
  const { danger = false, asksReason = true, wide = false, reason = '', children, controls = {} } = props;
  const words = useWords();
  const { confirm } = words.console;
  const all = { ...controls, ...(asksReason && { reason: 'reason' }) };
  return (
    <form
      class={wide ? 'panel form confirm confirm-wide' : 'panel form confirm'}
      method="post"
      action={action}
    >
      <ProblemSummary problem={problem} controls={all} />
      {consequences.length > 0 && (
        <div class="consequences">
          <h2>{confirm.consequences}</h2>
          <ul>
            {consequences.map((sentence) => (
              <li key={String(sentence)}>{sentence}</li>
            ))}
          </ul>
        </div>
      )}
      {children}
      {asksReason && (
        <Reason
          value={reason}
          problem={problem}
          alone={Object.keys(all).length === 1}
          isOptional={asksReason === 'optional'}
        />
      )}
      <div class="actions">
        <button class={danger ? 'button button-danger' : 'button'} type="submit">
          {submit}
        </button>
        <a class="button button-quiet" href={cancel}>
          {words.ui.cancel}
        </a>
      </div>
    </form>
  );
}

interface ReasonProps {
  value: string;
  problem: FormProblem | undefined;
  alone: boolean;
  isOptional: boolean;
}

function Reason({ value, problem, alone, isOptional }: ReasonProps) {
  const { confirm } = useWords().console;
  const { least, most } = reasonLength;
  const label = isOptional ? confirm.optionalReason : confirm.reason;
  const field = {
    ...{ id: 'reason', name: 'reason', label, hint: confirm.reasonHint(least, most), alone },
    error: problem?.fields.reason,
    first: problem === undefined && !isOptional,
  };
  return (
    <Field {...field}>
      <textarea
        {...controlOf(field)}
        {...{ autocapitalize: 'sentences', autocorrect: 'on', spellcheck: true }}
        required={!isOptional}
        rows={isOptional ? 2 : 3}
        minlength={least}
        maxlength={most}
      >
        {value}
      </textarea>
    </Field>
  );
}
