import { h } from 'preact';
import { AnswerWithPasskey, passkeyScript } from '../../kit/ui/passkey.tsx';
import type { Answering } from '../answering.ts';
import { relyingPartyOf } from './relying-party.ts';

/** A passkey is asked for by a script, which gets the options of the offer and sends the answer to the API. */
export const passkeyAnswering: Answering = {
  hasForm: false,
  scripts: [passkeyScript],
  draw: ({ config }, { offer: { options = null }, to, next, isQuiet }) =>
    h(AnswerWithPasskey, {
      origin: relyingPartyOf(config)?.origin ?? null,
      label: ({ passkey }) => passkey.answer,
      options,
      to,
      next,
      isQuiet,
    }),
};
