/** One command removes a visitor from the bucket and the warehouse, and nobody else. */
import { spawnSync } from "node:child_process";
import { cp } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Database } from "../../examples/warehouse/database/database.ts";
import { erase, type ErasureReport } from "../../examples/warehouse/erase/erase.ts";
import { load } from "../../examples/warehouse/load/loader.ts";
import type { ErasableSource } from "../../examples/warehouse/sources/object-source.ts";
import { createS3Source } from "../../examples/warehouse/sources/s3-source.ts";
import { findLines } from "../../examples/warehouse/erase/visitor-lines.ts";
import { createBucket, createTestClient, startFauxqs } from "../support/s3-servers.ts";
import { buildBatch, BUCKET, buildKey, buildLine, createTestBucket, type TestBucket } from "../support/test-bucket.ts";
import { ENGINES_HERE, type TestServer } from "../support/test-databases.ts";

const COMMAND = fileURLToPath(new URL("../../examples/warehouse/commands/erase.ts", import.meta.url));
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

const FOUND: ErasureReport = { removedObjects: 2, rewrittenObjects: 1, lines: 4, rows: 3, streams: 2 };

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
    expect(await erase({ source: bucket.source, database, clientId: "ada", isDryRun: true })).toEqual(FOUND);
    expect(await readBucket(bucket.source)).toEqual(before);
    expect(await readVisitors(database)).toEqual([
      { client_id: "ada", events: 3 },
      { client_id: "bob", events: 2 },
    ]);
  });

  test("removes the visitor everywhere, and leaves all others as they were", async () => {
    const { bucket, database } = await prepare();
    expect(await erase({ source: bucket.source, database, clientId: "ada", isDryRun: false })).toEqual(FOUND);

    const left = [...(await readBucket(bucket.source)).values()];
    expect(left.join("")).not.toContain(`"client_id":"ada"`);
    expect(left.join("").match(/"client_id":"bob"/g)).toHaveLength(2);
    expect(await readVisitors(database)).toEqual([{ client_id: "bob", events: 2 }]);
    expect(await database.query("select page_load_id, missing from delivery_proof")).toEqual([
      { page_load_id: "bob-1", missing: 0 },
    ]);

    expect(await load({ source: bucket.source, database })).toMatchObject({ stored: 0, duplicates: 1, quarantined: 1 });
    expect(await readVisitors(database)).toEqual([{ client_id: "bob", events: 2 }]);
    const again = await erase({ source: bucket.source, database, clientId: "ada", isDryRun: false });
    expect(again).toEqual({ removedObjects: 0, rewrittenObjects: 0, lines: 0, rows: 0, streams: 0 });
  });

  test("goes on after it was killed between writing what is left and removing what was", async () => {
    const { bucket, database } = await prepare();
    const dying: ErasableSource = {
      ...bucket.source,
      remove: (key) => (key.endsWith(".ndjson") ? Promise.reject(new Error("killed")) : bucket.source.remove(key)),
    };
    await expect(erase({ source: dying, database, clientId: "ada", isDryRun: false })).rejects.toThrow("killed");
    await load({ source: bucket.source, database });
    await erase({ source: bucket.source, database, clientId: "ada", isDryRun: false });

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

    expect(await erase({ source, database, clientId: "ada", isDryRun: false })).toEqual(FOUND);
    const left = [...(await readBucket(source)).values()].join("");
    expect(left).not.toContain(`"client_id":"ada"`);
    expect(left.match(/"client_id":"bob"/g)).toHaveLength(2);
    expect(await readVisitors(database)).toEqual([{ client_id: "bob", events: 2 }]);
  });

  test("reads only the objects it is told of", async () => {
    const { bucket, database } = await prepare();
    const keys = [buildKey("batch.ndjson"), "events/../secret", ""];
    const report = await erase({ source: bucket.source, database, clientId: "ada", isDryRun: false, keys });
    expect(report).toMatchObject({ removedObjects: 0, rewrittenObjects: 1, rows: 3 });
  });
});

test("a line is the visitor's by its client_id, not by a mention", () => {
  const mention = JSON.stringify(BOB);
  const own = JSON.stringify(ADA);
  expect(findLines(`${own}\n${mention}\n`, "ada")).toEqual({ lines: 1, others: `${mention}\n` });
  expect(findLines(`${own} \n`, "ada")).toEqual({ lines: 1, others: "" });
});

describe("the command", { timeout: 60_000 }, () => {
  const run = (
    cwd: string,
    ...args: readonly string[]
  ): { readonly status: number | null; readonly output: string } => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], {
      cwd,
      env: { ...process.env, DATABASE_URL: "" },
      encoding: "utf8",
      timeout: 60_000,
    });
    return { status, output: stdout + stderr };
  };

  test("asks for a visitor", () => {
    for (const args of [[], ["--client", "a b"]]) {
      const { status, output } = run(".", ...args);
      expect(status).toBe(1);
      expect(output).toMatch(/^Which visitor\?/);
    }
  });

  test("changes nothing without --yes, and erases with it", { timeout: 120_000 }, async () => {
    const bucket = await createTestBucket();
    await fill(bucket);
    const cwd = join(dirname(bucket.folder), "site");
    const folder = join(cwd, ".clickstream", BUCKET);
    await cp(bucket.folder, folder, { recursive: true });

    const dry = run(cwd, "--client", "ada");
    expect(dry).toMatchObject({ status: 0, output: expect.stringContaining("Nothing is changed yet.") });
    const wet = run(cwd, "--client", "ada", "--yes");
    expect(wet).toMatchObject({ status: 0, output: expect.stringContaining("Erased from") });
    expect(run(cwd, "--client", "ada").output).toMatch(/│ 0 +│ 0 +│ 0 +│ 0 +│ 0 +│ 0 +│/);
  });
});
