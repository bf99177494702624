/** What a person does with their second factors: set them up, remove them, get recovery codes. */
export { securityProblems } from './problems.ts';
export { recoveryCodePageRoutes } from './recovery-code-page-routes.ts';
export { recoveryCodeRoutes } from './recovery-code-routes.ts';
export { RecoveryCodesSection } from './recovery-codes-section.tsx';
export { deleteCodesWithoutFactor, firstCodes } from './second-factors.ts';
export { totpPageRoutes } from './totp-page-routes.ts';
export { totpRoutes } from './totp-routes.ts';
export { TotpSection } from './totp-section.tsx';
