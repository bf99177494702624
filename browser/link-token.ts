// Takes the code of a link from a mail out of the address bar, where a screenshot or a history would keep it, and puts
// it into the form. Without it a person pastes the code.
import { each, one } from './dom.ts';

const tokenForm = /^lnk_[\w-]{43}([\w-]{12})?$/;

each('[data-link-token]', (box) => {
  const field = one<HTMLInputElement>(box, 'input');
  const take = () => {
    const token = location.hash.slice(1);
    if (tokenForm.test(token)) {
      field.value = token;
      history.replaceState(null, '', location.pathname + location.search);
    }
    // A form that came back has it already.
    const hasToken = tokenForm.test(field.value) && box.dataset.linkToken !== 'refused';
    const hadFocus = box.contains(document.activeElement);
    box.hidden = hasToken;
    if (box.dataset.linkToken === 'waiting') box.dataset.linkToken = 'read';
    if (hasToken && hadFocus) nextControl(box)?.focus();
  };
  take();
  // The next link may be opened in the tab that shows this page already.
  window.addEventListener('hashchange', take);
});

function nextControl(box: Element): HTMLElement | undefined {
  const controls = box.closest('form')?.querySelectorAll<HTMLElement>('input, button') ?? [];
  return [...controls].find((control) => !box.contains(control) && !control.hidden);
}
