/** Notes which objects an erasure has removed, so that no loader stores them again, and a second run knows them. */
import type { Database } from "../database/database.ts";
import type { FoundObject } from "./erase-lines.ts";

/** For as long an erasure that was killed can be run again. A loader needs the notes for some minutes only. */
const KEPT_FOR = "30 days";

export async function noteErasedObjects(
  database: Database,
  sourceName: string,
  objects: readonly FoundObject[],
): Promise<void> {
  const erased = objects.map(({ key, replacedBy = null }) => ({ object_key: key, replaced_by: replacedBy }));
  await database.query(
    `insert into clickstream_erased_objects (source, object_key, replaced_by)
     select $1, object_key, replaced_by from jsonb_to_recordset($2::jsonb) as erased (object_key text, replaced_by text)
     on conflict (source, object_key) do update set replaced_by = excluded.replaced_by, erased_at = now()`,
    [sourceName, JSON.stringify(erased)],
  );
}

/** Removes what the loader has stored about these objects, also about those of an erasure that was killed. */
export async function forgetErasedObjects(database: Database, sourceName: string): Promise<void> {
  await database.query(
    `update clickstream_events set object_key = erased.replaced_by from clickstream_erased_objects erased
     where erased.source = $1 and erased.replaced_by is not null and clickstream_events.object_key = erased.object_key`,
    [sourceName],
  );
  for (const table of ["clickstream_quarantine", "clickstream_loaded_objects"]) {
    await database.query(
      `delete from ${table} where source = $1
         and object_key in (select object_key from clickstream_erased_objects where source = $1)`,
      [sourceName],
    );
  }
  await database.query(
    `delete from clickstream_erased_objects where source = $1 and erased_at < now() - interval '${KEPT_FOR}'`,
    [sourceName],
  );
}
