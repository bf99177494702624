import type { Services } from '../kit/services.ts';

/**
 * What a use case may ask for: rules, rows, time, secrets and words. Whose request it is and how it's answered (sessions,
 * pages, origins, trails, metrics) is for its route.
 */
export type UseCaseServices = Pick<
  Services,
  | 'accounts'
  | 'answerSlot'
  | 'clock'
  | 'config'
  | 'dataSchema'
  | 'db'
  | 'emailDomains'
  | 'hasher'
  | 'log'
  | 'secretKey'
  | 'words'
>;
