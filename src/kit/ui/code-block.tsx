import { useWords } from '../words/index.ts';

interface CodeBlockProps {
  code: string;
  /** What the code is, for those who hear the button and not see it. */
  label: string;
}

/** Code that wraps rather than scrolls, with a button to copy it (which only JavaScript shows). */
export function CodeBlock({ code, label }: CodeBlockProps) {
  const { copy } = useWords().ui;
  return (
    <div class="code-block" data-copy>
      <pre>
        <code>{code}</code>
      </pre>
      <button class="copy-button" type="button" data-copy-button hidden>
        <span data-copy-word>{copy}</span>
        <span class="sr-only">: {label}</span>
      </button>
    </div>
  );
}
