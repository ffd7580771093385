/** Stores parsed objects. An object that PostgreSQL refuses goes to quarantine, and all others are stored. */
import { readSqlState, type Database } from "../database/database.ts";
import { addReports, EMPTY_REPORT, type LoadReport } from "./load-report.ts";
import { refuseObject } from "./parse-object.ts";
import type { LoadedObject } from "./read-object.ts";
import { writeChunk } from "./write-chunk.ts";

/** The classes "data exception" (22) and "program limit exceeded" (54): the value is at fault, not the server. */
const VALUE_REFUSED = /^(?:22|54)/;

/** Cuts the objects in halves until the one that PostgreSQL refuses is alone. */
export async function storeObjects(
  database: Database,
  source: string,
  objects: readonly LoadedObject[],
  nowMs: number,
): Promise<LoadReport> {
  const [only, ...others] = objects;
  if (only === undefined) return EMPTY_REPORT;
  try {
    return await write(database, source, objects, nowMs);
  } catch (error) {
    const state = readSqlState(error) ?? "";
    if (!VALUE_REFUSED.test(state)) throw error;
    if (others.length === 0) {
      const refused = { ...refuseObject(only.key, `postgres_${state}`), modifiedAtMs: only.modifiedAtMs };
      return write(database, source, [refused], nowMs);
    }
    const half = Math.ceil(objects.length / 2);
    const first = await storeObjects(database, source, objects.slice(0, half), nowMs);
    return addReports(first, await storeObjects(database, source, objects.slice(half), nowMs));
  }
}

async function write(
  database: Database,
  source: string,
  objects: readonly LoadedObject[],
  nowMs: number,
): Promise<LoadReport> {
  const stored = await writeChunk(database, source, objects, nowMs);
  const rows = objects.reduce((sum, object) => sum + object.rows.length, 0);
  const quarantined = objects.reduce((sum, { badLines }) => sum + badLines.length, 0);
  return { ...EMPTY_REPORT, stored, duplicates: rows - stored, quarantined };
}
