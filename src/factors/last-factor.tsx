import { useWords } from '../kit/words/index.ts';

/** In the place of the way to remove a factor that must stay. */
export function LastFactor() {
  return <p class="hint">{useWords().factors.last}</p>;
}
