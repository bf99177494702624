/** Production, so that every limit holds, behind a proxy on this machine; with the cheapest hashes that it takes. */
export const productionEnvironment = {
  LATCHKEY_PUBLIC_URL: 'http://127.0.0.1:5000',
  LATCHKEY_TRUSTED_PROXIES: '127.0.0.1',
  LATCHKEY_SECRET_KEY: 'Jw3fXq8TzLr5VbYh2KcNd7PmQs4GtUe9',
  LATCHKEY_HASH_MEMORY: '7168',
  LATCHKEY_HASH_ITERATIONS: '5',
  LATCHKEY_LIMITS_REGISTRATIONS_BEFORE_CHALLENGE: '1000',
  LATCHKEY_LIMITS_REGISTRATIONS: '1000',
  LATCHKEY_LIMITS_CHALLENGE_AFTER: '100',
};
