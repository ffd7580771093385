/** Makes JSON Schemas (draft 2020-12) of what travels and is stored, from the types that page and ingest share. */
import { format } from "prettier";
import { createGenerator, type Definition } from "ts-json-schema-generator";

export const SCHEMA_FOLDER = "docs/schema";

const SCHEMAS: Readonly<Record<string, () => Definition>> = {
  ack: () => describe("src/wire.ts", "Ack"),
  batch: () => describe("src/wire.ts", "Batch"),
  event: describeEvent,
};

/** Returns the text of each file by its name. */
export async function buildSchemas(): Promise<ReadonlyMap<string, string>> {
  const files = Object.entries(SCHEMAS).map(async ([name, toSchema]): Promise<[string, string]> => {
    const head = { $schema: "https://json-schema.org/draft/2020-12/schema", $id: `urn:clickstream-js:${name}` };
    const { definitions, ...schema } = toSchema();
    const text = JSON.stringify({ ...head, ...schema, $defs: definitions }, toWire);
    return [`${name}.schema.json`, await format(text, { parser: "json", printWidth: 120 })];
  });
  return new Map(await Promise.all(files));
}

/** Open to fields that it does not know, as the ingest is. */
function describe(path: string, type: string): Definition {
  const config = { path, tsconfig: "tsconfig.json", type, topRef: false, additionalProperties: true };
  const schema: Definition = createGenerator(config).createSchema(type);
  delete schema.$schema;
  return schema;
}

/** An event with any name, and one with a standard name has its properties. */
function describeEvent(): Definition {
  const { definitions: wire, ...event } = describe("src/wire.ts", "WireEvent");
  const { definitions: itemDefinitions, ...WireItem } = describe("src/wire.ts", "WireItem");
  const { properties = {}, definitions = {} } = describe("src/standard-events.ts", "StandardEvents");

  const allOf = Object.entries(properties).map(([name, reference]): Definition => {
    const schema = reference as Definition;
    // Types that are not exported are written in place.
    const { required = [] } = (definitions[schema.$ref?.replace(/.*\//, "") ?? ""] ?? schema) as Definition;
    const then: Definition = { properties: { properties: schema } };
    return {
      if: { properties: { event_name: { const: name } } },
      then: required.length > 0 ? { ...then, required: ["properties"] } : then,
    };
  });
  return { ...event, allOf, definitions: { ...wire, ...itemDefinitions, ...definitions, WireItem } };
}

/** The product of an event is in the context fields, and items have the names of these. */
const NOT_ON_THE_WIRE = new Set(["product", "Product", "Item"]);

/** Rewrites what draft-07, `track()` and typedoc, which takes a brace for a tag outside of backticks, say otherwise. */
function toWire(key: string, value: unknown): unknown {
  if (NOT_ON_THE_WIRE.has(key)) return undefined;
  if (key === "pattern") return String(value).replaceAll("`", "");
  if (key === "$ref")
    return String(value)
      .replace("/definitions/", "/$defs/")
      .replace(/\/Item$/, "/WireItem");
  return value;
}
