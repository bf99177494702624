import { utc, type Wording } from '../../kit/words/index.ts';

export const english = {
  called: 'passkey',
  thing: 'a passkey',
  incorrect: "This passkey wasn't accepted. Use another passkey or another method.",
  whenIncorrect: 'Try again, or sign in another way.',
  whenRefused: {
    'unknown-passkey': [
      'The passkey was removed more than 90 days ago, or belongs to another server. Sign in another way, and add a passkey on the account page.',
    ],
    'not-allowed': [
      'The passkey was removed more than 90 days ago, or belongs to another server. Pick another passkey.',
    ],
    'other-account': ['Pick the passkey of this account, or start over with the other username.'],
    'user-handle-missing': ['Enter the username and password first, and use the passkey as the second step.'],
    'foreign-user-handle': ['Sign in another way, remove the passkey, and add it again.'],
    'wrong-origin': ['People must open the address in `publicUrl`, because a passkey belongs to it.'],
    'foreign-rp': ['People must open the address in `publicUrl`, because a passkey belongs to it.'],
    framed: ['Open the sign-in page by itself, not inside another page.'],
    challenge: ['Reload the page. Each challenge works once, for a few minutes.'],
    expired: ['Reload the page, and answer within five minutes.'],
    'not-verified': ['Set up a PIN, fingerprint or face on the device.'],
    counter: ['Remove it and add a new one.'],
    'backup-eligibility-changed': ['Sign in another way, remove the passkey, and add it again.'],
    'verification-not-vouched': [
      'Sign in once with the password and then this passkey. After that, the passkey is enough.',
    ],
    unavailable: ["Passkeys need a host name in `publicUrl`, with https unless it's localhost."],
    'not-set-up': ['Use another factor or a recovery code.'],
    removed: [
      'Sign in another way, and add a new passkey. The old one can be deleted where the device keeps its passkeys.',
    ],
  },
  /** For an operator. */
  explained: {
    removed: (names: readonly string[], at: number) =>
      `this passkey (${names.map((name) => `"${name}"`).join(' or ')}) was removed on ${utc(at)}`,
    has: (names: readonly string[]) =>
      names.length === 0
        ? 'The account has no passkey now.'
        : `Passkeys that work: ${names.map((name) => `"${name}"`).join(', ')}.`,
  },
  count: (count: number) => (count === 1 ? '1 passkey' : `${count} passkeys`),
  notices: {
    added: 'Passkey added. You can sign in with it now.',
    renamed: 'Passkey renamed.',
    removed: 'Passkey removed, and all other devices were signed out.',
    first: 'Passkey added. Save your recovery codes before you continue.',
  },
  section: {
    title: 'Passkeys',
    on: 'On',
    lead: "Sign in with your fingerprint, face or PIN. Passkeys can't be phished.",
    unavailable: "You can't add passkeys here, because this server has an IP address instead of a host name.",
    synced: 'Synced',
    added: 'Added',
    lastUsed: 'Last used',
    notYet: 'Not yet',
    use: 'Used for',
    logsIn: 'Signing in without a password',
    secondStep: 'The second step when you sign in',
  },
  change: {
    rename: 'Rename',
    renameOrRemove: 'Rename or remove',
    name: 'Name',
    warning: "You won't be able to sign in with it anymore, and all other devices will be signed out.",
    remove: 'Remove',
  },
  addCard: {
    title: 'A passkey',
    lead: 'Use your fingerprint, face or PIN, or a security key.',
  },
  answer: 'Use my passkey',
  nameOfIt: 'Passkey name',
  nameless: 'Enter a name for the passkey. It needs at least one visible character.',
  notAccepted: "This passkey couldn't be added. Start over.",
  use: 'use your passkey',
  /** For the refusals that another try can't change. */
  advice: {
    changed:
      "This passkey has changed since it was added, so it can't be used. Sign in another way, remove it from your account, and add it again.",
    copied:
      "This passkey may have been copied, so it can't be used. Sign in another way, remove it from your account, and add a new one.",
    unknown:
      "This passkey was removed here, or it's for another site. Sign in another way. You can delete it where your device keeps its passkeys.",
    notVouched:
      "This passkey can't sign you in by itself yet. Sign in another way, and use the passkey as the second step.",
  },
  noSuch: 'You have no passkey with this ID. It may have been removed already.',
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
      remedy: "Remove one that you don't use anymore (DELETE /api/me/passkeys/{id}), then add the new one.",
      onPage: "Remove one that you don't use anymore, then add the new one.",
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
