/**
 * The workshop: the three requests of the beginners' server that this one grew out of, and its database file.
 * Its accounts are ordinary ones. It is open in development only.
 */
export { type ExportCount, exportRegistered } from './export.ts';
export { type ImportReport, importRegistered } from './import.ts';
export { RegisteredFileError } from './registered-json.ts';
export { sendProblemText, withWorkshop } from './routes.ts';
