import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/** The code of the attempt that this answer belongs to, for every part of its page; undefined where it is of none. */
export const SupportCodeContext = createContext<string | undefined>(undefined);

/** Below what went wrong: what a person reads to whoever helps. Nothing on a page that answers no attempt. */
export function SupportCode() {
  const code = useContext(SupportCodeContext);
  if (code === undefined) return null;
  return (
    <p class="fine support-code" title="Whoever runs this site can look up with it what went wrong.">
      Code for support: <code>{code}</code>
    </p>
  );
}
