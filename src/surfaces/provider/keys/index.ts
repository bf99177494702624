/** The keys that ID tokens are signed with. They are sealed under the secret key, published around their time, and replaced in turn. */
export { resealSigningKeys } from './keys.ts';
export { deleteOldSigningKeys } from './store.ts';
