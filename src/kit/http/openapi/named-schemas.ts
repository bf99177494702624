import type { TSchema } from 'typebox';
import { shownSchema } from '../../schema.ts';

/** A schema as it stands in the document. */
export type DescribedSchema = Readonly<Record<string, unknown>>;

type Members = Readonly<Record<string, unknown>>;

/** What a description says besides the schema itself. */
const inMaps = new Set(['properties', '$defs']);

/**
 * The schemas of a description by their names. Each that has a `title` stands once under `components.schemas`, by that name,
 * and is referred to wherever it is met. Requests are held to the schemas as they are: nothing of this touches them.
 */
export class NamedSchemas {
  readonly #byName = new Map<string, DescribedSchema>();

  /** In the order of their names. */
  get components(): Readonly<Record<string, DescribedSchema>> {
    return Object.fromEntries([...this.#byName].toSorted(([one], [other]) => (one < other ? -1 : 1)));
  }

  /** Gives a schema as the document says it. Throws when two different schemas have one name. */
  describe(schema: TSchema | Members): DescribedSchema {
    const { title, ...shown } = shownSchema(schema);
    if (typeof title !== 'string') return this.#inFull(shown);
    const described = this.#inFull(shown);
    const known = this.#byName.get(title);
    if (known && JSON.stringify(known) !== JSON.stringify(described)) {
      throw new Error(`Two different schemas have the title ${title}.`);
    }
    this.#byName.set(title, described);
    return { $ref: `#/components/schemas/${title}` };
  }

  #inFull(schema: Members): DescribedSchema {
    const described: Record<string, unknown> = {};
    for (const [keyword, value] of Object.entries(schema)) {
      if (inMaps.has(keyword)) described[keyword] = this.#each(value as Members);
      else if (keyword === 'patternProperties') Object.assign(described, this.#anyMember(value as Members));
      else if (keyword === 'anyOf') Object.assign(described, this.#choice(value as readonly Members[]));
      else if (isSchema(keyword, value)) described[keyword] = this.describe(value);
      else described[keyword] = value;
    }
    return described;
  }

  #each(schemas: Members): Members {
    return Object.fromEntries(
      Object.entries(schemas).map(([name, schema]) => [name, this.describe(schema as Members)]),
    );
  }

  /** A map, in the form that makers of clients know. */
  #anyMember(patterns: Members): DescribedSchema {
    const [pattern, value] = Object.entries(patterns)[0] ?? [];
    if (pattern !== '^.*$') throw new Error(`A map of the API has keys of the pattern ${pattern}.`);
    return { additionalProperties: this.describe(value as Members) };
  }

  /** A choice of constants is an enumeration, and one of objects that a constant tells apart says which constant. */
  #choice(choices: readonly Members[]): DescribedSchema {
    if (choices.every((choice) => 'const' in choice)) {
      return { type: choices[0]?.type, enum: choices.map(({ const: value }) => value) };
    }
    const described = choices.map((choice) => this.describe(choice));
    const propertyName = distinguishing(choices.map((choice) => shownSchema(choice)));
    if (propertyName === undefined || !described.every(({ $ref }) => $ref)) return { anyOf: described };
    const mapping = choices.map((choice, at) => [constantOf(choice, propertyName), described[at]?.$ref]);
    return { oneOf: described, discriminator: { propertyName, mapping: Object.fromEntries(mapping) } };
  }
}

function isSchema(keyword: string, value: unknown): value is Members {
  return (
    (keyword === 'items' || keyword === 'additionalProperties') && typeof value === 'object' && value !== null
  );
}

/** The property by whose constant the choices differ. */
function distinguishing(choices: readonly Members[]): string | undefined {
  const names = Object.keys((choices[0]?.properties as Members | undefined) ?? {});
  return names.find((name) => {
    const constants = choices.map((choice) => constantOf(choice, name));
    return !constants.includes(undefined) && new Set(constants).size === choices.length;
  });
}

function constantOf({ properties }: Members, name: string): unknown {
  return ((properties as Members | undefined)?.[name] as Members | undefined)?.const;
}
