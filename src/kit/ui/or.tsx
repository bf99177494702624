import { useWords } from '../words/index.ts';

/** Between the usual way and another one. */
export function Or() {
  return (
    <p class="or">
      <span>{useWords().ui.or}</span>
    </p>
  );
}
