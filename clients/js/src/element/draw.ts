import type { StepField, StepForm } from '../types.ts';

type Attributes = Readonly<Record<string, string | undefined>>;

/** A new element. Its `part` is what a page styles it by: as the class `latchkey-…`, and as `::part(…)`. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  part: string,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  const own: Attributes = { class: `latchkey-${part}`, part, ...attributes };
  for (const [key, value] of Object.entries(own)) {
    if (value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

/** The form of a step. `id` keeps its fields apart from those of other steps. */
export function formOf(
  id: string,
  { title, lead, fields, submit }: StepForm,
  isFolded = false,
): HTMLFormElement {
  return make(
    'form',
    'form',
    { 'aria-label': title },
    ...(isFolded ? [] : [make('h2', 'title', {}, title)]),
    ...(lead === undefined ? [] : [make('p', 'lead', {}, lead)]),
    ...fields.map((one) => fieldOf(`latchkey-${id}-${one.name}`, one)),
    make('button', 'button', { type: 'submit' }, submit),
  );
}

function fieldOf(id: string, { name, label, hint, type, autocomplete, inputmode }: StepField): HTMLElement {
  const told = hint === undefined ? undefined : `${id}-hint`;
  const plain = { autocapitalize: 'none', spellcheck: 'false', required: '' };
  const input = { id, name, type, autocomplete, inputmode, 'aria-describedby': told, ...plain };
  return make(
    'div',
    'field',
    {},
    make('label', 'label', { for: id }, label),
    make('input', 'input', input),
    ...(hint === undefined ? [] : [make('p', 'hint', { id: told }, hint)]),
  );
}

/** Says beside each field what is wrong with it, and no more what was. */
export function markFields(
  form: HTMLFormElement,
  errors: readonly { pointer: string; detail: string }[],
): void {
  for (const input of form.querySelectorAll('input')) {
    const error = errors.find(({ pointer }) => pointer === `/${input.name}`);
    const id = `${input.id}-error`;
    form.querySelector(`#${id}`)?.remove();
    input.toggleAttribute('aria-invalid', false);
    input.removeAttribute('aria-errormessage');
    if (input.type === 'password') input.value = '';
    if (!error) continue;
    input.setAttribute('aria-invalid', 'true');
    input.setAttribute('aria-errormessage', id);
    input.after(make('p', 'error', { id }, error.detail));
  }
}
