import { h } from 'preact';
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
 */
export function Challenge({ site }: { site: Site }) {
  return (
    <div class="challenge" data-challenge data-worker={site.asset('altcha-worker.js')}>
      <p class="challenge-why">
        There were many attempts, so your browser does a moment of arithmetic before this form is sent.
      </p>
      {h('altcha-widget', {
        challenge: '/api/challenge',
        name: 'proofOfWork',
        auto: 'onload',
        language: 'en',
        configuration,
      })}
      <p class="sr-only" role="status" data-challenge-status />
      <noscript>
        <p class="notice notice-problem">
          This form needs JavaScript for now: your browser has to solve a small puzzle that keeps machines
          from guessing passwords. Please allow JavaScript for this site, or try again later.
        </p>
      </noscript>
    </div>
  );
}

/** The scripts and styles that a page with a {@link Challenge} needs. */
export const challengeAssets = { scripts: ['challenge.js'], styles: ['altcha.css'] };
