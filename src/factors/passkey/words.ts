import type { Wording } from '../../kit/words/index.ts';

export const english = {
  notices: {
    added: 'Your passkey is added: it can log you in.',
    renamed: 'The passkey has its new name.',
    removed: 'The passkey is removed, and all your other sessions are over.',
    first: 'Your passkey is added. One thing is left: keep these codes.',
  },
  section: {
    title: 'Passkeys',
    on: 'On',
    lead: 'Your phone, your computer or a security key proves that it is you, by a finger, a face or a PIN. No false page can ask for that.',
    unavailable: 'None can be added here: this server has an address of numbers, and no name.',
    synced: 'Synced',
    added: 'Added',
    lastUsed: 'Last used',
    notYet: 'Not yet',
    logsIn: 'Logs in',
    byItself: 'by itself',
    afterPassword: 'after your password',
  },
  change: {
    rename: 'Rename',
    renameOrRemove: 'Rename or remove',
    name: 'Name',
    warning: 'It opens nothing here any more, and every other session ends.',
    remove: 'Remove',
  },
  addCard: {
    title: 'A passkey',
    lead: 'Your phone, your computer or a security key proves that it is you, by a finger, a face or a PIN.',
  },
  answer: 'Use my passkey',
  nameOfIt: 'Name of the passkey',
  notAccepted: 'This passkey was not accepted. Begin again.',
  use: 'use your passkey',
  /** For the refusals that another try can't change. */
  advice: {
    changed:
      "This passkey has changed since it was added, so it can't be used. Sign in another way, remove it from your account, and add it again.",
    copied:
      "This passkey may have been copied, so it can't be used. Sign in another way, remove it from your account, and add a new one.",
    notVouched:
      "This passkey can't sign you in by itself yet. Sign in another way, and use the passkey as the second step.",
  },
  noSuch: 'You have no passkey of this id. It may have been removed already.',
  problems: {
    passkeyRefused: {
      title: "This passkey can't be used",
      meaning:
        "The browser's response doesn't match the request: it took more than five minutes, was already used, or came from another website, or the passkey is already registered.",
      remedy:
        'Start over (POST /api/me/passkeys/options), and respond within five minutes on a page of this server. If it fails again, use another device or security key.',
      onPage:
        'Start over, and finish within five minutes. If it fails again, use another device or security key.',
    },
    tooManyPasskeys: {
      title: 'Too many passkeys',
      meaning: 'An account can have up to 20 passkeys.',
      remedy: "Remove one that you don't use any more (DELETE /api/me/passkeys/{id}), then add the new one.",
      onPage: "Remove one that you don't use any more, then add the new one.",
    },
    passkeysUnavailable: {
      title: "Passkeys aren't available",
      meaning: "A passkey belongs to a host name, and this server's `publicUrl` is an IP address.",
      remedy:
        'Set `publicUrl` to a host name with https. On your own machine, use http://localhost with the port.',
    },
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly passkey: Wording<typeof english>;
  }
}
