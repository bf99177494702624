interface AnswersProps {
  factor: string;
  next: string;
  label: string;
  isQuiet?: boolean | undefined;
}

/** Which factor a form answers, where its owner wanted to go, and its button. */
export function Answers({ factor, next, label, isQuiet = false }: AnswersProps) {
  return (
    <>
      <input type="hidden" name="factor" value={factor} />
      <input type="hidden" name="next" value={next} />
      <button class={`button button-wide ${isQuiet ? 'button-quiet' : ''}`} type="submit">
        {label}
      </button>
    </>
  );
}
