/** `npm run erase -- --client <client_id>`: counts what is stored of a visitor. With `--yes` it erases it. */
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { isId } from "../../ingest-lambda/src/formats.ts";
import { ensureSchema } from "../database/schema.ts";
import { erase } from "../erase/erase.ts";
import { openDatabase, openSource } from "../settings.ts";

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      client: { type: "string" },
      yes: { type: "boolean", default: false },
      // One key a line, for instance what Athena's "$path" found, so that a large bucket need not be read whole.
      keys: { type: "string" },
    },
  });
  const clientId = values.client;
  if (!isId(clientId)) throw new Error("Which visitor? npm run erase -- --client <client_id> [--keys <file>] [--yes]");

  const keys = values.keys === undefined ? undefined : (await readFile(values.keys, "utf8")).split(/\s+/);
  const source = openSource(process.env);
  const database = await openDatabase(process.env);
  try {
    await ensureSchema(database);
    const isDryRun = !values.yes;
    const report = await erase({ source, database, clientId, isDryRun, keys });
    console.log(`${isDryRun ? "Would erase" : "Erased"} from ${source.name} and ${database.where}:`);
    console.table([report]);
    if (isDryRun) console.log("Nothing is changed yet. Add --yes to erase.");
  } finally {
    await database.close();
  }
}
