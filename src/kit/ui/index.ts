/** What pages are made of: the frame, fields, the policy that they are sent with. It knows no page but those of errors. */

export { ApiPage } from './api-page.tsx';
export { loadAssets } from './assets.ts';
export type { InsteadOfProof } from './challenge.tsx';
export { ErrorPage, ProblemIndexPage, ProblemPage } from './error-page.tsx';
export type { PostedForm } from './leave-page.tsx';
export { createPages, type Pages, toFormProblem } from './pages.ts';
export { ReferencePage } from './reference-page.tsx';
export { renderPart } from './render.ts';
export type { Done, FormProblem, Viewer } from './site.ts';
export { isTyped, type KeptField, UnsentPage, type UnsentWords } from './unsent-page.tsx';
