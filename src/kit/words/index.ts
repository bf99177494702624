/**
 * Words: every sentence that people read. They stand in the `words.ts` of each room, as text or as functions of facts;
 * `src/words.ts` puts them together, one object a language. Pages take them from a context, refusals and emails when they
 * are written. A text that a language lacks doesn't compile, and one that nobody reads turns `scripts/check/word-rules.ts` red.
 */
import { type ComponentChild, createContext } from 'preact';
import { useContext } from 'preact/hooks';

export { onDate, utc } from './time.ts';

/** What one language says. Each room adds its own texts where they are, in its `words.ts` (`declare module`). */
// biome-ignore lint/suspicious/noEmptyInterface: the rooms fill it
export interface Words {}

/** A sentence with a name, a link or code inside: what stands before it, it, and what follows. */
export type Rich = readonly ComponentChild[];

/** The texts of a room in any language: the same members and facts as in `Texts`, with whatever sentences. */
export type Wording<Texts> = Texts extends string
  ? string
  : Texts extends readonly string[]
    ? readonly string[]
    : Texts extends Rich
      ? Rich
      : Texts extends (...facts: infer Facts) => infer Said
        ? (...facts: Facts) => Wording<Said>
        : { readonly [Name in keyof Texts]: Wording<Texts[Name]> };

/** A sentence with its facts, to be put into words where somebody reads it. */
export type Say = (words: Words) => string;

/** The words that a page is rendered in. */
export const WordsContext = createContext<Words | undefined>(undefined);

/** The words of this page. Throws where a page is rendered without any. */
export function useWords(): Words {
  const words = useContext(WordsContext);
  if (!words) throw new Error('This page is rendered without words: wrap it in WordsContext.');
  return words;
}

/**
 * A name that a stranger sent, in quotes and escaped as JSON has it, its backticks too: in a sentence, text between backticks
 * is code.
 */
export const quoted = (name: string): string => JSON.stringify(name).replaceAll('`', '\\u0060');

/**
 * A path or an address that a stranger sent, for a sentence in which text between backticks is code: its own backticks are
 * written as URLs escape them.
 */
export const withoutBackticks = (text: string): string => text.replaceAll('`', '%60');

/** With its first letter as it stands at the head of a sentence. */
export const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
