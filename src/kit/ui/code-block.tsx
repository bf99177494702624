interface CodeBlockProps {
  code: string;
  /** What the code is, for the button and for those who cannot see it. */
  label: string;
}

/** Code that can be scrolled by keyboard and copied by a button (which only JavaScript shows). */
export function CodeBlock({ code, label }: CodeBlockProps) {
  return (
    <div class="code-block" data-copy>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must take the focus (WCAG 2.1.1) */}
      <pre role="region" aria-label={label} tabindex={0}>
        <code>{code}</code>
      </pre>
      <button class="copy-button" type="button" data-copy-button hidden>
        <span data-copy-word>Copy</span>
        <span class="sr-only">: {label}</span>
      </button>
    </div>
  );
}
