import { h } from 'preact';
import { type Say, useWords } from '../words/index.ts';
import type { Site } from './site.ts';

/** For a browser without JavaScript: what it may do in the place of the proof of work, and what its form sends then. */
export interface InsteadOfProof {
  readonly ticket: string;
  readonly said: Say;
}

/** What the ALTCHA element is told: no logo, no tracking of the pointer, no wait beyond the work itself. */
const configuration = JSON.stringify({
  hideLogo: true,
  hideFooter: true,
  humanInteractionSignature: false,
  minDuration: 0,
});

interface ChallengeProps {
  site: Site;
  isRequired?: boolean;
  instead?: InsteadOfProof | undefined;
}

/**
 * The proof of work: the browser fetches a challenge from here, solves it in a worker and puts the
 * answer into the field `proofOfWork`. It begins by itself and the form waits for it (browser/challenge.ts).
 * With `isRequired` false the form is accepted without it too, so a browser without JavaScript is told nothing.
 */
export function Challenge({ site, isRequired = true, instead }: ChallengeProps) {
  const words = useWords();
  const { challenge, language } = words.ui;
  return (
    <div class="challenge" data-challenge data-worker={site.asset('altcha-worker.js')}>
      <p class="challenge-why">{challenge.why}</p>
      {h('altcha-widget', {
        challenge: '/api/challenge',
        name: 'proofOfWork',
        auto: 'off',
        language,
        configuration,
      })}
      <p class="sr-only" role="status" data-challenge-status />
      {isRequired && (
        <noscript>
          <p class="notice notice-problem">{instead ? instead.said(words) : challenge.withoutScript}</p>
        </noscript>
      )}
      <InsteadField instead={instead} />
    </div>
  );
}

/** The ticket alone, where a form must wait for something else anyway. A browser with JavaScript sends none. */
export function InsteadField({ instead }: Pick<ChallengeProps, 'instead'>) {
  if (!instead) return null;
  return (
    <noscript>
      <input type="hidden" name="waited" value={instead.ticket} />
    </noscript>
  );
}

/** The scripts and styles that a page with a {@link Challenge} needs. */
export const challengeAssets = { scripts: ['challenge.js'], styles: ['altcha.css'] };
