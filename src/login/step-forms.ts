import type { AskedField, StepForm } from '../factors/asks.ts';
import { factors } from '../factors/index.ts';
import { relyingPartyOf } from '../factors/passkey/index.ts';
import { type Route, route } from '../kit/http/index.ts';
import { Type } from '../kit/schema.ts';
import type { Services } from '../kit/services.ts';
import { identifierLabel } from './begin/identifier-label.ts';

/** The steps of the login itself; those of factors are asked for as the factor says. */
const ownForms: Readonly<Record<string, StepForm>> = {
  'new-password': {
    title: ({ loginSteps }) => loginSteps.newPassword.title,
    lead: ({ loginSteps }) => loginSteps.newPassword.lead,
    fields: [
      {
        name: 'newPassword',
        label: ({ loginSteps }) => loginSteps.newPassword.password,
        type: 'password',
        autocomplete: 'new-password',
      },
    ],
    submit: ({ loginSteps }) => loginSteps.newPassword.submit,
  },
  'verify-email': {
    title: ({ loginSteps }) => loginSteps.verifyEmail.title,
    lead: ({ loginSteps }) => loginSteps.verifyEmail.leadElsewhere,
    again: ({ loginSteps }) => loginSteps.verifyEmail.waiting,
    fields: [],
    submit: ({ loginSteps }) => loginSteps.verifyEmail.continueLogin,
  },
};

const fieldSchema = Type.Object(
  {
    name: Type.String({ description: 'Its name in the body of the request.', examples: ['code'] }),
    label: Type.String(),
    hint: Type.Optional(Type.String()),
    type: Type.String({ description: 'Of the `input`: `text`, `password` or `email`.' }),
    autocomplete: Type.String({ examples: ['one-time-code'] }),
    inputmode: Type.Optional(Type.String({ examples: ['numeric'] })),
  },
  { title: 'StepField', description: 'What to type.' },
);

const formSchema = Type.Object(
  {
    title: Type.String(),
    lead: Type.Optional(Type.String()),
    again: Type.Optional(
      Type.String({ description: 'What to say when the same step comes back, with nothing refused.' }),
    ),
    fields: Type.Array(fieldSchema),
    submit: Type.String({ description: 'The label of the button.' }),
  },
  { title: 'StepForm', description: 'How to ask for one step.' },
);

const formsSchema = Type.Object(
  {
    signIn: formSchema,
    steps: Type.Record(Type.String(), formSchema, {
      description: 'By `factor`. Lead people to `/login` for a step that has no form here.',
    }),
    passkey: Type.Union([Type.Null(), Type.Object({ origin: Type.String(), submit: Type.String() })], {
      description: 'Passkeys work on pages of this origin alone; null where there are none.',
    }),
    elsewhere: Type.String({ description: "The label of a link to the server's own page." }),
  },
  { title: 'StepForms', description: 'How to ask for each step of a login.' },
);

/** What a frontend needs to draw each step of a login by itself, in the words of the server's own pages. */
export function stepFormsRoute({ config, words }: Pick<Services, 'config' | 'words'>): Route {
  const inWords = ({ label, hint, ...rest }: AskedField) => ({
    type: 'text',
    ...rest,
    label: label(words),
    ...(hint && { hint: hint(words) }),
  });
  const drawn = ({ title, lead, again, fields, submit }: StepForm) => ({
    title: title(words),
    ...(lead && { lead: lead(words) }),
    ...(again && { again: again(words) }),
    fields: fields.map(inWords),
    submit: submit(words),
  });
  const signIn: StepForm = {
    title: ({ login }) => login.logIn.title,
    fields: [
      { name: 'username', label: identifierLabel(config), autocomplete: 'username' },
      {
        name: 'password',
        label: ({ login }) => login.logIn.password,
        type: 'password',
        autocomplete: 'current-password',
      },
    ],
    submit: ({ login }) => login.logIn.submit,
  };
  const ofFactors = factors.flatMap(({ name, asks }) => (asks ? [[name, asks] as const] : []));
  const steps = [...ofFactors, ...Object.entries(ownForms)].map(
    ([name, form]) => [name, drawn(form)] as const,
  );
  const origin = relyingPartyOf(config)?.origin;
  const forms = {
    signIn: drawn(signIn),
    steps: Object.fromEntries(steps),
    passkey: origin === undefined ? null : { origin, submit: words.ui.passkey.logIn },
    elsewhere: words.login.otherWays,
  };
  return route({
    method: 'GET',
    path: '/api/login/steps',
    kind: 'api',
    access: 'anyone',
    operationId: 'getStepForms',
    tag: 'Log in',
    summary: 'Get the fields of each login step',
    description:
      'What to ask for, with labels in the words of the server. Draw your form from it, and a factor that the server learns later works in it too.',
    answers: { 200: { description: 'The forms.', schema: formsSchema } },
    handle: () => forms,
  });
}
