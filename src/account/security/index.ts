/** What a person does with their second factors: set them up, remove them, get recovery codes. */
export { factorPageRoutes } from './factor-page-routes.ts';
export { factorRoutes } from './factor-routes.ts';
export { findOverview, type SecurityOverview, toAnswer } from './overview.ts';
export { passkeyPageRoutes } from './passkey/page-routes.ts';
export { passkeyRoutes } from './passkey/routes.ts';
export { securityProblems } from './problems.ts';
export { recoveryCodePageRoutes } from './recovery-code/page-routes.ts';
export { recoveryCodeRoutes } from './recovery-code/routes.ts';
export { SecuritySection } from './security-section.tsx';
