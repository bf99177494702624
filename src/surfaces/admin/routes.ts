import type { Route } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import { accountRoleRoutes } from './account-role-routes.ts';
import { roleRoutes } from './role-routes.ts';
import { setupRoutes } from './setup-routes.ts';
import { tokenRoutes } from './token-routes.ts';

/** The console and its API, and how the first administrator comes to be. */
export function adminRoutes(services: Services): Route[] {
  return [
    ...setupRoutes(services),
    ...roleRoutes(services),
    ...accountRoleRoutes(services),
    ...tokenRoutes(services),
  ];
}
