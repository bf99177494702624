/**
 * What's wrong with a JSON Schema (2020-12), as the end of a sentence that begins with `data.schema`, or undefined. Loads
 * the compiler only when there is a schema.
 */
export async function faultOfSchema(schema: Record<string, unknown> | null): Promise<string | undefined> {
  if (schema === null) return undefined;
  // In the bundle, a CommonJS module has its names only on the default export.
  const { Ajv2020 } = (await import('ajv/dist/2020.js')).default;
  try {
    new Ajv2020({ strict: false, logger: false, validateFormats: false }).compile(schema);
    return undefined;
  } catch (error) {
    return `isn't a valid JSON Schema: ${error instanceof Error ? error.message : String(error)}`;
  }
}
