import type { ComponentChildren } from 'preact';

interface StepProps {
  title: string;
  lead: string;
  /** How it was answered. */
  chip?: ComponentChildren;
  children: ComponentChildren;
  /** What this server noted of it. */
  beside?: ComponentChildren;
  besideTitle?: string;
}

/** One thing that happened, with what was noted of it beside it. */
export function Step({ title, lead, chip, children, beside, besideTitle }: StepProps) {
  return (
    <li class="card tried-step">
      <div class="tried-head">
        <h2>{title}</h2>
        {chip}
        <p class="tried-lead">{lead}</p>
      </div>
      <div class="tried-body">{children}</div>
      {besideTitle !== undefined && (
        <div class="tried-beside">
          <h3>{besideTitle}</h3>
          {beside}
        </div>
      )}
    </li>
  );
}
