// A separate chunk, because the dictionaries are large and only new passwords need them.
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common';
import { dictionary as english, translations } from '@zxcvbn-ts/language-en';

export interface Strength {
  /** 0 (weakest) to 4 (strongest). */
  score: number;
  /** In a few words, such as "Easy to guess". */
  verdict: string;
  /** What would make it stronger; empty where nothing need be. */
  advice: string;
}

const zxcvbn = new ZxcvbnFactory({
  dictionary: { ...common, ...english },
  graphs: adjacencyGraphs,
  translations,
});

const verdicts = ['Very easy to guess', 'Easy to guess', 'Could be stronger', 'Good', 'Strong'];

/** Rates a password. `context` contains words that attackers would try first, such as the username. */
export function rate(password: string, context: string[]): Strength {
  if (isMadeOf(password, context)) {
    return { score: 0, verdict: 'Very easy to guess', advice: "It's too similar to a name on this page." };
  }
  const { score, feedback } = zxcvbn.check(
    password,
    context.filter((word) => word !== ''),
  );
  const why = score < 3 ? (feedback.warning ?? feedback.suggestions[0]) : undefined;
  return { score, verdict: verdicts[score] ?? '', advice: why ?? '' };
}

function isMadeOf(password: string, context: string[]): boolean {
  const own = context
    .filter((word) => word.length > 2)
    .reduce((rest, word) => rest.replaceAll(word.toLowerCase(), ''), password.toLowerCase());
  return own.length < password.length && own.replace(/[^\p{L}\p{N}]/gu, '').length < 4;
}
