import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { useWords } from '../words/index.ts';

/** The code of the attempt that this answer belongs to, for every part of its page; undefined where it is of none. */
export const SupportCodeContext = createContext<string | undefined>(undefined);

/** Below what went wrong: what a person reads to whoever helps. Nothing on a page that answers no attempt. */
export function SupportCode() {
  const code = useContext(SupportCodeContext);
  const { supportCode, supportCodeUse } = useWords().ui;
  if (code === undefined) return null;
  return (
    <p class="fine support-code" title={supportCodeUse}>
      {supportCode} <code>{code}</code>
    </p>
  );
}
