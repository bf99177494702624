import type { ComponentChildren } from 'preact';
import { Door } from './mark.tsx';

interface SplitProps {
  title: string;
  lead: string;
  children: ComponentChildren;
}

/** A form beside the door. The door is for wide windows alone and says nothing that the form does not. */
export function Split({ title, lead, children }: SplitProps) {
  return (
    <div class="split">
      <div class="split-picture" aria-hidden="true">
        <Door />
      </div>
      <div class="split-form">
        <h1>{title}</h1>
        <p class="lead">{lead}</p>
        {children}
      </div>
    </div>
  );
}
