/** Why sign-ins fail, in few enough words for a chart. */
export type FailureReason =
  | 'unknown-account'
  | 'incorrect-password'
  | 'incorrect-code'
  | 'passkey-refused'
  | 'too-many-attempts'
  | 'challenge-required'
  | 'expired'
  | 'server-error'
  | 'other';

/** All that is counted. None of them holds a name, an address or an ID, so the table can't grow by what people send. */
export type StatisticName =
  | 'sign-ins'
  | 'registrations'
  | 'passwords-recovered'
  | 'emails-sent'
  | 'emails-given-up'
  | `failed-${FailureReason}`;
