/** Why sign-ins fail, in few enough words for a chart. */
const failureReasons = [
  'unknown-account',
  'account-closed',
  'incorrect-password',
  'incorrect-code',
  'passkey-refused',
  'too-many-attempts',
  'challenge-required',
  'expired',
  'server-error',
  'other',
] as const;

export type FailureReason = (typeof failureReasons)[number];

/** What failed sign-ins are counted as, each by its reason. */
export const failureNames = failureReasons.map((reason) => `failed-${reason}` as const);

/** All that is counted. None of them holds a name, an address or an ID, so the table can't grow by what people send. */
export const statisticNames = [
  'sign-ins',
  'registrations',
  'passwords-recovered',
  'emails-sent',
  'emails-given-up',
  ...failureNames,
] as const;

export type StatisticName = (typeof statisticNames)[number];
