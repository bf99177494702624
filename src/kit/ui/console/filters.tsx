import type { ComponentChildren } from 'preact';

interface FiltersProps {
  label: string;
  /** The address of the list. */
  action: string;
  submit: string;
  /** Leads to the whole list; left out where nothing is filtered. */
  clear?: string | undefined;
  children: ComponentChildren;
}

/** What a list is asked for: a form that is sent with GET, so that an address can be passed on. */
export function Filters({ label, action, submit, clear, children }: FiltersProps) {
  return (
    <search aria-label={label}>
      <form class="filters" method="get" action={action}>
        {children}
        <div class="filters-end">
          <button class="button button-quiet" type="submit">
            {submit}
          </button>
          {clear !== undefined && <a href={action}>{clear}</a>}
        </div>
      </form>
    </search>
  );
}

interface FilterProps {
  name: string;
  label: string;
  value: string;
}

/** Something to look for. */
export function FilterText({
  name,
  label,
  value,
  type = 'text',
  placeholder,
}: FilterProps & { type?: 'text' | 'date'; placeholder?: string }) {
  const shape = type === 'date' ? ({ type } as const) : ({ type: 'text' } as const);
  return (
    <div class="field">
      <label for={`filter-${name}`}>{label}</label>
      <input
        {...shape}
        {...{ id: `filter-${name}`, name, value, placeholder, maxlength: 320 }}
        {...{ autocomplete: 'off', autocapitalize: 'none', autocorrect: 'off', spellcheck: false }}
      />
    </div>
  );
}

/** One of several; the empty value is all of them. */
export function FilterChoice({
  name,
  label,
  value,
  choices,
}: FilterProps & { choices: readonly (readonly [value: string, label: string])[] }) {
  return (
    <div class="field">
      <label for={`filter-${name}`}>{label}</label>
      <select id={`filter-${name}`} name={name}>
        {choices.map(([one, said]) => (
          <option key={one} value={one} selected={one === value}>
            {said}
          </option>
        ))}
      </select>
    </div>
  );
}

/** The address of a list with these filters; those that are empty are left out. */
export function listAddress(
  path: string,
  filters: Readonly<Record<string, string | number | undefined>>,
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filters))
    if (value !== undefined && value !== '') query.set(name, String(value));
  return query.size === 0 ? path : `${path}?${query}`;
}
