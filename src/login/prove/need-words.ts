import { english as trails } from '../../people/trails/index.ts';
import type { Need } from './need.ts';

const done = {
  'sign-in': 'You signed in',
  confirmation: 'You confirmed your identity',
  'second-factor': 'You confirmed your second factor',
};

/** `You signed in 11 minutes ago; this needs the last ten.` */
export function needed({ by, seconds }: Pick<Need, 'by' | 'seconds'>): string {
  if (by === 'nothing') return "You haven't confirmed your second factor in this session; this needs it.";
  return `${done[by]} ${trails.early.longAgo(seconds)} ago; this needs the last ten minutes.`;
}
