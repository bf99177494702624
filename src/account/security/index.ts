/** What a person does with their second factors: set them up, remove them, get recovery codes. */
export { factorsRoutes } from './factors-routes.ts';
export { findOverview, type SecurityOverview } from './overview.ts';
export { passkeyPageRoutes } from './passkey/page-routes.ts';
export { passkeyRoutes } from './passkey/routes.ts';
export { securityProblems } from './problems.ts';
export { recoveryCodePageRoutes } from './recovery-code/page-routes.ts';
export { recoveryCodeRoutes } from './recovery-code/routes.ts';
export { SecuritySection } from './security-section.tsx';
export { totpPageRoutes } from './totp/page-routes.ts';
export { totpRoutes } from './totp/routes.ts';
