import { createContext } from 'preact';

/** Whose a page is, for the scripts on it; empty where it is nobody's. */
export const FormOwnerContext = createContext('');

/**
 * Puts the hidden field that says whose a page is into every form that changes something. It's done to the finished page,
 * so no form can forget it; a `<form` in it is always one of ours, because all text is escaped. A form that is sent after
 * a change of owner names its own by `data-owner`. One that goes to another site tells nothing of it.
 */
export function markForms(html: string, field: string, owner: string): string {
  return html.replaceAll(/<form\b[^>]*\bmethod="post"[^>]*>/g, (form) => {
    if (/ action="(?!\/)/.test(form)) return form;
    // Of what stands in an attribute already, everything that matters is escaped.
    const own = / data-owner="([^"]*)"/.exec(form)?.[1] ?? escapeAttribute(owner);
    return own === '' ? form : `${form}<input type="hidden" name="${field}" value="${own}"/>`;
  });
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
