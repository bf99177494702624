import type { StepWith } from '../../../people/trails/index.ts';
import { clauseOf, type Found } from '../finding.ts';

/** What a person does first before an app gets its answer. */
export const appWaits: Readonly<Record<StepWith<'app-waits'>['for'], Found>> = {
  'sign-in': {
    because: 'they have to sign in here first',
    advice: ['The app gets its answer as soon as they have.'],
  },
  confirmation: {
    because: "the app asked for a fresh sign-in, so they have to confirm it's them",
    advice: ['The app gets its answer as soon as they have.'],
  },
  'second-factor': {
    because: 'the app asked for a second factor, so they have to confirm theirs',
    advice: ['The app gets its answer as soon as they have.'],
  },
  'add-second-factor': {
    because: 'the app insists on a second factor, and the account has none',
    advice: ['The page leads them to add one.'],
  },
  consent: {
    because: 'they have to allow it first',
    advice: ['The page asks them. If they closed it, have them start again in the app.'],
  },
  'other-account': {
    because: 'the app expects another account than the one that is signed in',
    advice: ['Have them sign out here, and sign in with the other one.'],
  },
};

/** They have allowed it, and no more came. */
export const appAllowed: Found = {
  because: "it's allowed, but their browser hasn't gone back to the app",
  advice: ['Have them start again in the app.'],
};

/** `sentence` says why, and what whoever runs the app changes; `difference` is where its redirect address differs. */
export function appRefused(sentence: string, difference: string | undefined): Found {
  const [cause = '', ...advice] = sentence.split(/(?<=\.) /);
  return { because: clauseOf(difference ?? cause), advice };
}
