import { administrator } from '../../people/roles/index.ts';
import type { Acting } from '../accounts/index.ts';
import { grantRole, type RoleChanged, type RoleServices, revokeRole } from './grant.ts';

/** Makes an account an administrator. It signs in with a second factor from then on. */
export function addAdministrator(
  services: RoleServices,
  acting: Acting,
  accountId: string,
): Promise<RoleChanged> {
  return grantRole(services, acting, { accountId, role: administrator });
}

/** Makes an account nothing but an account again. Throws `last-administrator`. */
export function removeAdministrator(
  services: RoleServices,
  acting: Acting,
  accountId: string,
): Promise<RoleChanged> {
  return revokeRole(services, acting, { accountId, role: administrator });
}
