/** Runs in a process of ours, and writes down what that has loaded by its end: files, and parts of Node. */
export const watching = `
import { registerHooks } from 'node:module';
import { writeFileSync } from 'node:fs';
const files = [];
registerHooks({ load: (url, context, next) => (files.push(url), next(url, context)) });
process.once('exit', () => writeFileSync(process.env.LOADED, [...files, ...process.moduleLoadList].join('\\n')));
`;
