/** Writes the JSON Schemas of `docs/schema` anew. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buildSchemas, SCHEMA_FOLDER } from "./build-schemas.ts";

for (const [name, text] of await buildSchemas()) await writeFile(join(SCHEMA_FOLDER, name), text);
