/** A text in which what stands between backticks is code, as in the OpenAPI document. */
export function Text({ text }: { text: string }) {
  return <>{text.split('`').map((part, at) => (at % 2 === 1 ? <code key={part}>{part}</code> : part))}</>;
}
