import type { Route } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import { actRoutes } from './accounts/acts/routes.ts';
import { listRoutes } from './accounts/list-routes.ts';
import { newAccountRoutes } from './accounts/new/routes.ts';
import { personApi } from './accounts/person-api.ts';
import { personRoutes } from './accounts/person-routes.ts';
import { appRoutes } from './apps/routes.ts';
import { attemptRoutes } from './attempts/routes.ts';
import { auditRoutes } from './audit/routes.ts';
import { exportRoutes } from './export/routes.ts';
import { impersonationRoutes } from './impersonation/routes.ts';
import { invitationApi } from './invitations/api.ts';
import { invitationPageRoutes } from './invitations/page-routes.ts';
import { mailRoutes } from './mail/routes.ts';
import { overviewRoutes } from './overview/routes.ts';
import { accountRoleRoutes } from './roles/account-api.ts';
import { accountRolePageRoutes } from './roles/account-page-routes.ts';
import { roleRoutes } from './roles/api.ts';
import { rolePageRoutes } from './roles/page-routes.ts';
import { settingsRoutes } from './settings/routes.ts';
import { setupRoutes } from './setup-routes.ts';
import { tokenRoutes } from './tokens/api.ts';
import { tokenPageRoutes } from './tokens/page-routes.ts';

/** The routes of the console, of its API, and of the setup that makes the first administrator. */
export function adminRoutes(services: Services): Route[] {
  return [
    ...setupRoutes(services),
    ...overviewRoutes(services),
    ...listRoutes(services),
    ...newAccountRoutes(services),
    ...personRoutes(services),
    ...actRoutes(services),
    ...impersonationRoutes(services),
    ...personApi(services),
    ...attemptRoutes(services),
    ...appRoutes(services),
    ...exportRoutes(services),
    ...mailRoutes(services),
    ...auditRoutes(services),
    ...settingsRoutes(services),
    ...roleRoutes(services),
    ...invitationApi(services),
    ...invitationPageRoutes(services),
    ...rolePageRoutes(services),
    ...accountRoleRoutes(services),
    ...accountRolePageRoutes(services),
    ...tokenRoutes(services),
    ...tokenPageRoutes(services),
  ];
}
