interface MailSettings {
  readonly mode: 'development' | 'production';
  readonly mail: { readonly url: string };
}

/** Whether a mail that is queued reaches somebody: by SMTP, or in development by the mailbox. */
export function mailIsConfigured({ mode, mail }: MailSettings): boolean {
  return mode === 'development' || mail.url !== '';
}
