import type { ComponentChild } from 'preact';
import type { Rich, Wording } from '../../kit/words/index.ts';
import type { AppCause } from '../../people/trails/index.ts';

/** What an app asks for, as a person reads it. */
const scopes: Readonly<Record<string, string>> = {
  openid: "Know that it's you, by an ID of your account",
  profile: 'See your username',
  email: 'See your verified email address',
  data: 'Read the data stored with your account',
  offline_access: "Keep its access while you're away, until you withdraw it",
};

/** What only the person at the browser can be told, where there is more to say than that it didn't work. */
const causes: Partial<Record<AppCause, (app: string) => string>> = {
  'unknown-app': () => 'No app is registered here under the ID that it sent.',
  redirect: (app) =>
    `${app} wanted to send you back to an address that isn't registered for it. You weren't sent there, because it may not be ${app}'s.`,
  'request-expired': () =>
    'The request is too old or belongs to another browser. Go back to the app and start again.',
};

export const english = {
  noSuchResource: 'No resource has this URL. Add it with "latchkey resources add".',
  ask: {
    title: 'Allow access',
    heading: (app: string) => `${app} wants to use your account`,
    lead: (host: string) => `You'll be sent on to ${host}.`,
    leadToProgram: "You'll be sent on to a program on this device.",
    program: 'A program on your device',
    claims: (name: string) => `It calls itself "${name}".`,
    unchecked:
      "The people who run this site haven't checked this app. Only allow it if you started this yourself and trust it.",
    local:
      'You will be sent on to a program on this device, and any program here could be the one that asks. Only allow it if you have just started this in a program you trust.',
    list: (app: string) => `If you allow it, ${app} can:`,
    scope: (name: string) => scopes[name] ?? name,
    at: (resource: string, text: string) => `${resource}: ${text}`,
    lasts: (time: string, outlivesSession: boolean) =>
      outlivesSession ? `Access lasts up to ${time}.` : `Access ends when you sign out, or after ${time}.`,
    never: 'It never sees your password, and you can withdraw access at any time on your account page.',
    allow: 'Allow',
    decline: 'Decline',
    account: (username: string) => `You're signed in as ${username}.`,
    switch: 'Use another account',
  },
  otherAccount: {
    title: 'Another account',
    lead: (app: string, username: string) =>
      `${app} expects another account than ${username}, which is signed in here.`,
    switch: 'Sign in with another account',
    decline: 'Cancel',
  },
  secondFactor: {
    title: 'Two-step verification needed',
    heading: (app: string) => `${app} needs two-step verification`,
    lead: 'Your account has only one step so far. Add a second one on your account page, which opens in a new tab. Then come back here and continue.',
    add: 'Add a second step',
    added: "I've added it, continue",
    decline: 'Cancel',
  },
  device: {
    title: 'Connect a device',
    lead: 'Enter the code that your device or program shows.',
    field: 'Code on the device',
    submit: 'Continue',
    unknown: 'Incorrect or expired code. Check the code on the device, or have it show a new one.',
    tooMany: 'Too many incorrect codes. Wait ten minutes and try again.',
    heading: (app: string) => `Connect ${app}?`,
    warning:
      'Only continue if you started this yourself, on a device that is in front of you. If somebody sent you the code, decline.',
    asked: (app: string, address: string) =>
      `${app} asks from ${address === '' ? 'an unknown address' : address}. If you allow it, it can:`,
    done: 'Device connected',
    doneLead: 'You can go back to your device. Withdraw its access at any time on your account page.',
    declined: 'Device not connected',
    declinedLead: 'The device gets no access.',
    account: 'Go to your account',
  },
  logout: {
    title: 'Sign out',
    lead: (app: string | undefined) =>
      app === undefined ? 'An app asks to sign you out here.' : `${app} asks to sign you out here as well.`,
    submit: 'Sign out',
    stay: 'Stay signed in',
    doneTitle: 'Signed out',
    done: 'You signed out.',
    again: 'Sign in',
  },
  allowed: {
    title: 'Apps with access',
    lead: 'Apps that you allowed to use your account. When you withdraw access, it ends right away.',
    none: 'No app has access to your account.',
    times: (since: ComponentChild, used: ComponentChild): Rich => ['Allowed ', since, ' · Last used ', used],
    withdraw: 'Withdraw access',
    /** After `withdraw`, for screen readers. */
    withdrawOf: (app: string) => `from ${app}`,
    said: "The app's access was withdrawn.",
    back: 'Back to your account',
    noSuchApp: 'No app with this ID has access to your account. It may have been withdrawn already.',
  },
  /** Why a page shows a refusal instead of leading back to the app. */
  refused: (cause: AppCause, app: string | undefined) =>
    causes[cause]?.(app ?? 'The app') ??
    `${app ?? 'The app'} sent a request that this server can't answer. The people who run it can look up why.`,
  problems: {
    requestRefused: {
      title: "The app's request was refused",
      meaning:
        "An app sent you here with a request that can't be answered, and it can't be told so: its ID or its redirect address is wrong.",
      remedy:
        'If you run the app, look up the support code with `latchkey trail`: it names the cause. Otherwise tell the people who run it.',
    },
    requestExpired: {
      title: 'This request has expired',
      meaning:
        'The app started this request too long ago, in another browser or for another account, or it has already been answered.',
      remedy: 'Go back to the app and start again.',
    },
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly apps: Wording<typeof english>;
  }
}
