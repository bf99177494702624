// Moves the token of an email link from the address bar, where a screenshot or the history would keep it, to the form.
// Without JavaScript, people paste it.
import { each, one } from './dom.ts';

const tokenForm = /^lnk_[\w-]{43}([\w-]{12})?$/;

each('[data-link-token]', (box) => {
  const field = one<HTMLInputElement>(box, 'input');
  const take = () => {
    const token = location.hash.slice(1);
    if (tokenForm.test(token)) {
      field.value = token;
      box.dataset.linkToken = 'read';
    } else if (token.startsWith('lnk_')) {
      // Cut by the mail program: the server says so, and the person can mend it.
      field.value = token;
    }
    if (token.startsWith('lnk_')) history.replaceState(null, '', location.pathname + location.search);
    // A form that was sent back already has it.
    const hasToken = tokenForm.test(field.value) && box.dataset.linkToken !== 'refused';
    const hadFocus = box.contains(document.activeElement);
    box.hidden = hasToken;
    if (box.dataset.linkToken === 'waiting') box.dataset.linkToken = 'read';
    if (hasToken && hadFocus) nextControl(box)?.focus();
  };
  take();
  // Another link may be opened in the tab that already shows this page.
  window.addEventListener('hashchange', take);
});

function nextControl(box: Element): HTMLElement | undefined {
  const controls = box.closest('form')?.querySelectorAll<HTMLElement>('input, button') ?? [];
  return [...controls].find((control) => !box.contains(control) && !control.hidden);
}
