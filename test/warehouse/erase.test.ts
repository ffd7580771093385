/** One command removes a visitor from the bucket and the warehouse, and nobody else. */
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Database } from "../../examples/warehouse/database/database.ts";
import { erase, type ErasureReport } from "../../examples/warehouse/erase/erase.ts";
import { load } from "../../examples/warehouse/load/loader.ts";
import type { ErasableSource } from "../../examples/warehouse/sources/object-source.ts";
import { createS3Source } from "../../examples/warehouse/sources/s3-source.ts";
import type { Visitor } from "../../examples/warehouse/erase/visitor.ts";
import { createBucket, createTestClient, startFauxqs } from "../support/s3-servers.ts";
import { buildBatch, BUCKET, buildKey, buildLine, createTestBucket, type TestBucket } from "../support/test-bucket.ts";
import { ENGINES_HERE, type TestServer } from "../support/test-databases.ts";

const ADA = { client_id: "ada" };
const BOB = { client_id: "bob", properties: { friend: "ada" } };

/** Two objects of Ada's alone, one of Bob's, one batch of both, and one that nobody can read. */
async function fill(bucket: TestBucket): Promise<void> {
  const ada = buildBatch("ada-1", [ADA, ADA]);
  // None of its events was stored, so nothing but who counted says whose it was.
  const ended = { page_load_id: "ada-0", counted_by: "ada-1", last_seq: 1, dropped: { rejected: 1 } };
  await bucket.send({ ...ada, stream: { ...ada.stream, previous: [ended] } }, buildBatch("bob-1", [BOB]));
  const lines = [buildLine({ ...ADA, page_load_id: "ada-2" }), buildLine(BOB), `{"client_id":"ada", broken`, "broken"];
  await bucket.put(buildKey("batch.ndjson"), lines.join("\n"));
}

async function readBucket(source: ErasableSource): Promise<ReadonlyMap<string, string>> {
  const objects = new Map<string, string>();
  for await (const { key } of source.list()) objects.set(key, (await source.read(key)) ?? "");
  return objects;
}

const ADA_ALONE: Visitor = { client: ["ada"], user: [], firstParty: [] };
const NOTHING: ErasureReport = {
  removedObjects: 0,
  rewrittenObjects: 0,
  lines: 0,
  rows: 0,
  streams: 0,
  unloaded: 0,
  lostKeys: [],
  missingKeys: [],
};
const FOUND: ErasureReport = { ...NOTHING, removedObjects: 2, rewrittenObjects: 1, lines: 4, rows: 3, streams: 2 };

describe.each(ENGINES_HERE)("on $name", { timeout: 30_000 }, ({ start }) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await start();
  }, 60_000);
  afterAll(() => server.stop());

  const prepare = async (): Promise<{ readonly bucket: TestBucket; readonly database: Database }> => {
    const bucket = await createTestBucket();
    await fill(bucket);
    const database = await server.fresh();
    await load({ source: bucket.source, database });
    return { bucket, database };
  };
  const readVisitors = (database: Database): Promise<readonly object[]> =>
    database.query("select client_id, count(*) as events from clickstream_events group by 1 order by 1");

  test("a dry run counts and changes nothing", async () => {
    const { bucket, database } = await prepare();
    const before = await readBucket(bucket.source);
    expect(await erase({ source: bucket.source, database, visitor: ADA_ALONE, isDryRun: true })).toEqual(FOUND);
    expect(await readBucket(bucket.source)).toEqual(before);
    expect(await readVisitors(database)).toEqual([
      { client_id: "ada", events: 3 },
      { client_id: "bob", events: 2 },
    ]);
  });

  test("removes the visitor everywhere, and leaves all others as they were", async () => {
    const { bucket, database } = await prepare();
    expect(await erase({ source: bucket.source, database, visitor: ADA_ALONE, isDryRun: false })).toEqual(FOUND);

    const left = [...(await readBucket(bucket.source)).values()];
    expect(left.join("")).not.toContain(`"client_id":"ada"`);
    expect(left.join("").match(/"client_id":"bob"/g)).toHaveLength(2);
    expect(await readVisitors(database)).toEqual([{ client_id: "bob", events: 2 }]);
    expect(await database.query("select page_load_id, missing from delivery_proof")).toEqual([
      { page_load_id: "bob-1", missing: 0 },
    ]);

    expect(await load({ source: bucket.source, database })).toMatchObject({ stored: 0, duplicates: 1, quarantined: 1 });
    expect(await readVisitors(database)).toEqual([{ client_id: "bob", events: 2 }]);
    const again = await erase({ source: bucket.source, database, visitor: ADA_ALONE, isDryRun: false });
    expect(again).toEqual(NOTHING);
  });

  test("goes on after it was killed between writing what is left and removing what was", async () => {
    const { bucket, database } = await prepare();
    const dying: ErasableSource = {
      ...bucket.source,
      remove: (key) => (key.endsWith(".ndjson") ? Promise.reject(new Error("killed")) : bucket.source.remove(key)),
    };
    await expect(erase({ source: dying, database, visitor: ADA_ALONE, isDryRun: false })).rejects.toThrow("killed");
    await load({ source: bucket.source, database });
    await erase({ source: bucket.source, database, visitor: ADA_ALONE, isDryRun: false });

    const left = await readBucket(bucket.source);
    expect([...left.values()].join("")).not.toContain(`"client_id":"ada"`);
    expect([...left.keys()].filter((key) => key.endsWith(".ndjson"))).toEqual([
      expect.stringMatching(/\/rest-\w+\.ndjson$/),
    ]);
    expect(await readVisitors(database)).toEqual([{ client_id: "bob", events: 2 }]);
  });

  test("removes the visitor from a bucket of S3 as well", async () => {
    const { bucket, database } = await prepare();
    const s3 = await startFauxqs();
    const client = createTestClient(s3);
    onTestFinished(async () => {
      client.destroy();
      await s3.stop();
    });
    await createBucket(client);
    const source = createS3Source({ client, bucket: BUCKET });
    for (const [key, text] of await readBucket(bucket.source)) await source.create(key, text);
    await load({ source, database });

    expect(await erase({ source, database, visitor: ADA_ALONE, isDryRun: false })).toEqual(FOUND);
    const left = [...(await readBucket(source)).values()].join("");
    expect(left).not.toContain(`"client_id":"ada"`);
    expect(left.match(/"client_id":"bob"/g)).toHaveLength(2);
    expect(await readVisitors(database)).toEqual([{ client_id: "bob", events: 2 }]);
  });

  test("reads only the objects that `keys` names, and those that the visitor's rows came from", async () => {
    const { bucket, database } = await prepare();
    await bucket.put(buildKey("unloaded.ndjson"), buildLine(ADA));
    await bucket.put(buildKey("unnamed.ndjson"), buildLine(ADA));
    const read: string[] = [];
    const source: ErasableSource = {
      ...bucket.source,
      read(key) {
        read.push(key);
        return bucket.source.read(key);
      },
    };
    const keys = [buildKey("unloaded.ndjson"), buildKey("none.ndjson")];
    const report = await erase({ source, database, visitor: ADA_ALONE, isDryRun: false, keys });
    expect(read.slice(0, 2)).toEqual(keys);
    expect(read).toHaveLength(5);
    expect(read).not.toContain(buildKey("unnamed.ndjson"));
    expect(report).toEqual({ ...FOUND, removedObjects: 3, lines: 5, unloaded: 1, missingKeys: [keys[1]] });
  });

  test("finds rows whose objects are gone, by each place of an id, and names these objects", async () => {
    const bucket = await createTestBucket();
    const database = await server.fresh();
    const lines = [
      buildLine({ client_id: "new" }, { original: { client_id: "ada" } }),
      buildLine({ client_id: "new" }, { claimed: { user_id: "lovelace" } }),
      buildLine({ client_id: "new" }, { first_party_id: "cookie" }),
      buildLine({ client_id: "ada", user_id: 42 }),
      buildLine({ client_id: "new", user_id: 42 }),
      buildLine(BOB),
    ];
    for (const [index, line] of lines.entries()) await bucket.put(buildKey(`${String(index)}.ndjson`), line);
    await load({ source: bucket.source, database });
    for (const index of lines.keys()) await bucket.source.remove(buildKey(`${String(index)}.ndjson`));

    const visitor = { client: ["ada"], user: ["lovelace", "42"], firstParty: ["cookie"] };
    const report = await erase({ source: bucket.source, database, visitor, isDryRun: false });
    expect(report).toMatchObject({ lines: 0, rows: 5, unloaded: 0 });
    expect(report.lostKeys).toEqual([0, 1, 2, 3, 4].map((index) => buildKey(`${String(index)}.ndjson`)));
    expect(await readVisitors(database)).toEqual([{ client_id: "bob", events: 1 }]);
  });

  test("forgets the changed objects of this source, and no others", async () => {
    const { bucket, database } = await prepare();
    const key = buildKey("batch.ndjson");
    await database.query("insert into clickstream_loaded_objects values ('other', $1, now())", [key]);
    await database.query("insert into clickstream_quarantine values ('other', $1, 1, 'empty')", [key]);
    await database.query("insert into clickstream_quarantine values ($1, 'another', 1, 'empty')", [bucket.source.name]);
    await erase({ source: bucket.source, database, visitor: ADA_ALONE, isDryRun: false });
    expect(await database.query("select source, object_key from clickstream_quarantine order by object_key")).toEqual([
      { source: bucket.source.name, object_key: "another" },
      { source: "other", object_key: key },
    ]);
    expect(await database.query("select count(*) as left from clickstream_loaded_objects")).toEqual([{ left: 2 }]);
    expect(await database.query("select source from clickstream_loaded_objects where object_key = $1", [key])).toEqual([
      { source: "other" },
    ]);
  });

  test("keeps the drop reports of others, also those that name the same page load", async () => {
    const { bucket, database } = await prepare();
    await database.run(`insert into clickstream_streams values
      ('bob-0', 'bob-1', 5, '{}'), ('bob-1', 'bob-2', 5, '{}'), ('ada-1', 'bob-9', 5, '{}'), ('nobody', 'nobody', 1, '{}')`);
    await erase({ source: bucket.source, database, visitor: ADA_ALONE, isDryRun: false });
    expect(await database.query("select page_load_id, counted_by from clickstream_streams order by 1, 2")).toEqual([
      { page_load_id: "bob-0", counted_by: "bob-1" },
      { page_load_id: "bob-1", counted_by: "bob-1" },
      { page_load_id: "bob-1", counted_by: "bob-2" },
      { page_load_id: "nobody", counted_by: "nobody" },
    ]);
  });

  test("works on 16 objects at once", async () => {
    const { database } = await prepare();
    let working = 0;
    let most = 0;
    const source: ErasableSource = {
      name: "many",
      // eslint-disable-next-line @typescript-eslint/require-await -- the source is asynchronous
      async *list() {
        for (let index = 0; index < 1_001; index += 1) {
          yield { key: buildKey(`${String(index)}.ndjson`), modifiedAtMs: 1, bytes: 1 };
        }
      },
      async read() {
        working += 1;
        most = Math.max(most, working);
        await nextTurn();
        working -= 1;
        return JSON.stringify(ADA);
      },
      create: () => Promise.resolve(),
      remove: () => Promise.resolve(),
    };
    const report = await erase({ source, database, visitor: ADA_ALONE, isDryRun: true });
    expect(report).toMatchObject({ removedObjects: 1_001, rewrittenObjects: 0, lines: 1_001 });
    expect(most).toBe(16);
  });
});
