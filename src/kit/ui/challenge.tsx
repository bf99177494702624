import { h } from 'preact';
import { useWords } from '../words/index.ts';
import type { Site } from './site.ts';

/** What the ALTCHA element is told: no logo, no tracking of the pointer, no wait beyond the work itself. */
const configuration = JSON.stringify({
  hideLogo: true,
  hideFooter: true,
  humanInteractionSignature: false,
  minDuration: 0,
});

/**
 * The proof of work: the browser fetches a challenge from here, solves it in a worker and puts the
 * answer into the field `proofOfWork`. It begins by itself and the form waits for it (browser/challenge.ts).
 * With `isRequired` false the form is accepted without it too, so a browser without JavaScript is told nothing.
 */
export function Challenge({ site, isRequired = true }: { site: Site; isRequired?: boolean }) {
  const { challenge, language } = useWords().ui;
  return (
    <div class="challenge" data-challenge data-worker={site.asset('altcha-worker.js')}>
      <p class="challenge-why">{challenge.why}</p>
      {h('altcha-widget', {
        challenge: '/api/challenge',
        name: 'proofOfWork',
        auto: 'onload',
        language,
        configuration,
      })}
      <p class="sr-only" role="status" data-challenge-status />
      {isRequired && (
        <noscript>
          <p class="notice notice-problem">{challenge.withoutScript}</p>
        </noscript>
      )}
    </div>
  );
}

/** The scripts and styles that a page with a {@link Challenge} needs. */
export const challengeAssets = { scripts: ['challenge.js'], styles: ['altcha.css'] };
