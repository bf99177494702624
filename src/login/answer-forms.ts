import { Fragment, h, type VNode } from 'preact';
import type { Answering, AnswerPlace } from '../factors/answering.ts';
import type { Factor } from '../factors/factor.ts';
import { secondFactors } from '../factors/index.ts';
import type { Offer } from '../factors/offer.ts';
import type { Services } from '../kit/services.ts';
import { Challenge, challengeAssets, type InsteadOfProof } from '../kit/ui/challenge.tsx';
import { Or } from '../kit/ui/or.tsx';
import type { FormProblem, Site } from '../kit/ui/site.ts';

/** A page that asks for a second factor. */
interface AskingPage extends Pick<AnswerPlace, 'at' | 'action' | 'next'> {
  readonly site: Site;
  /** What can be answered. */
  readonly offers: readonly { readonly factor: string }[];
  /** Where a script sends the answer of a factor. */
  to(factor: Factor): string;
  /** The factor whose form came back, why, and what was typed and not judged. */
  readonly tried?: string | undefined;
  readonly problem?: FormProblem | undefined;
  readonly typed?: string | undefined;
  /** A code that could be guessed needs a proof of work. */
  readonly challenge?: boolean;
  /** What may come in its place. */
  readonly instead?: InsteadOfProof | undefined;
}

/** The ways to answer a second factor, each in a form of its own, with the scripts and styles that they need. */
export interface AnswerForms {
  readonly forms: readonly VNode[];
  readonly scripts: string[];
  readonly styles: string[];
}

/** What works without a script first, and what stands in for a lost factor last. */
const rankOf = ({ factor, answering }: { factor: Factor; answering: Answering }): number =>
  factor.standsIn ? 2 : answering.hasForm ? 0 : 1;

/** Draws them, the first with the primary button of the page. */
export function answerForms(services: Pick<Services, 'config'>, page: AskingPage): AnswerForms {
  const { site, at, action, next, tried, problem, typed, challenge = false, instead } = page;
  const asked = secondFactors
    .flatMap((factor) => {
      const offer = page.offers.find((one) => one.factor === factor.name);
      return offer && factor.answering
        ? [{ factor, offer: offer as Offer, answering: factor.answering }]
        : [];
    })
    .toSorted((one, other) => rankOf(one) - rankOf(other));
  const withForm = asked.filter(({ answering }) => answering.hasForm);
  // A refusal stands in the form that it is about; in a login that of a form which is gone stands in the first one.
  const back =
    withForm.find(({ factor }) => factor.name === tried) ?? (at === 'login' ? withForm[0] : undefined);
  const isOnly = asked.every(({ factor }) => factor.standsIn);
  const forms = asked.map(({ factor, offer, answering }, index) => {
    const isBack = factor === back?.factor;
    const needsProof = challenge && factor.isGuessable;
    const form = answering.draw(services, {
      ...{ at, action, next, offer, isOnly, isQuiet: index > 0 },
      to: page.to(factor),
      problem: isBack ? problem : undefined,
      typed: isBack ? typed : undefined,
      first: !problem,
      challenge: needsProof ? h(Challenge, { site, instead }) : undefined,
    });
    const isBesideAnother = index > 0 && !factor.standsIn;
    return h(Fragment, { key: factor.name }, isBesideAnother && h(Or, {}), form);
  });
  return {
    forms,
    scripts: [
      ...new Set(asked.flatMap(({ answering }) => answering.scripts ?? [])),
      ...(challenge ? challengeAssets.scripts : []),
    ],
    styles: challenge ? challengeAssets.styles : [],
  };
}
