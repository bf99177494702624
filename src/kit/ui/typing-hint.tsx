import { useWords } from '../words/index.ts';

/**
 * Below a control: what the browser alone knows while somebody types. Nothing of it is sent. `holds` is what is typed there:
 * a username shows its letters and has no spaces, so a space inside is one too many.
 */
export function TypingHint({ of, holds }: { of: string; holds: 'username' | 'password' }) {
  const { capsLock, layout, space } = useWords().ui.typing;
  const isPassword = holds === 'password';
  return (
    <p
      class="hint hint-warn"
      role="status"
      data-typing-hint={of}
      data-layout={layout}
      data-caps-lock={isPassword ? capsLock : undefined}
      data-space-at-start={isPassword ? space.atStart : undefined}
      data-space-at-end={isPassword ? space.atEnd : undefined}
      data-space-inside={isPassword ? undefined : space.inside}
    />
  );
}
