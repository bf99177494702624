export interface Tab {
  readonly href: string;
  readonly label: string;
  readonly count?: string;
}

/** Links between views of the same thing; `here` is the address of this one. */
export function Tabs({ label, tabs, here }: { label: string; tabs: readonly Tab[]; here: string }) {
  return (
    <nav class="tabs" aria-label={label}>
      <ul>
        {tabs.map((tab) => (
          <li key={tab.href}>
            <a href={tab.href} aria-current={tab.href === here ? 'page' : undefined}>
              {tab.label}
              {tab.count !== undefined && <span class="tab-count">{tab.count}</span>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
