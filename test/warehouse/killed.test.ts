/** The loader is killed at twenty random moments, ten on each engine, and the same rows are there at the end. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openDatabase } from "../../examples/warehouse/settings.ts";
import { COPY_LIST } from "../../examples/warehouse/columns/columns.ts";
import type { Database } from "../../examples/warehouse/database/database.ts";
import { createFolderSource } from "../../examples/warehouse/sources/folder-source.ts";
import { load } from "../../examples/warehouse/load/loader.ts";
import { openMemoryDatabase } from "../../examples/warehouse/database/pglite-database.ts";
import { ensureSchema } from "../../examples/warehouse/database/schema.ts";
import { hasPostgres } from "../support/postgres-server.ts";
import { BUCKET, buildKey, buildLine } from "../support/test-bucket.ts";
import { postgres, type TestServer } from "../support/test-databases.ts";

const COMMAND = fileURLToPath(new URL("../../examples/warehouse/commands/warehouse.ts", import.meta.url));
const KILLS = 10;
const OBJECTS_EACH = 150;

interface Ended {
  readonly signal: NodeJS.Signals | null;
  readonly code: number | null;
  readonly output: string;
}

/** Runs the real command. It is killed `killAfterMs` after it has begun to load, or before, if that is negative. */
async function runCommand(cwd: string, env: NodeJS.ProcessEnv, killAfterMs?: number): Promise<Ended> {
  const child = spawn(process.execPath, [COMMAND], { cwd, env: { ...process.env, ...env } });
  const ended = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
  let output = "";
  const begun = new Promise<void>((resolve) => {
    child.stdout.on("data", (chunk) => {
      output += String(chunk);
      resolve();
    });
  });
  child.stderr.on("data", (chunk) => (output += String(chunk)));
  if (killAfterMs !== undefined) {
    if (killAfterMs >= 0) await Promise.race([begun, ended]);
    await sleep(Math.abs(killAfterMs));
    child.kill("SIGKILL");
  }
  const [code, signal] = await ended;
  return { code, signal, output };
}

async function addObjects(folder: string, round: number): Promise<void> {
  const day = join(folder, buildKey(""));
  await mkdir(day, { recursive: true });
  await Promise.all(
    Array.from({ length: OBJECTS_EACH }, (_, index) => {
      const stream = { page_load_id: `p${String(round)}`, last_seq: OBJECTS_EACH, dropped: {} };
      const line = buildLine({ page_load_id: stream.page_load_id, event_seq: index + 1 }, { stream });
      const isBad = index % 50 === 0;
      return writeFile(join(day, `${String(round)}-${String(index)}.ndjson`), isBad ? `${line}\nbroken\n` : line);
    }),
  );
}

/** Everything but the time of loading. */
async function readAll(database: Database): Promise<readonly (readonly unknown[])[]> {
  return [
    await database.query(
      `select row(${COPY_LIST.join(", ")}, object_key)::text as row from clickstream_events order by event_id`,
    ),
    await database.query("select * from clickstream_streams order by page_load_id, counted_by"),
    await database.query("select object_key, line, reason from clickstream_quarantine order by object_key, line"),
    await database.query("select coalesce(sum(missing), 0)::bigint as missing from delivery_proof"),
  ];
}

/** What a loader makes of the folder that nobody disturbs. */
async function loadUndisturbed(folder: string): Promise<readonly (readonly unknown[])[]> {
  const database = await openMemoryDatabase();
  await ensureSchema(database);
  await load({ source: createFolderSource(folder), database });
  const rows = await readAll(database);
  await database.close();
  return rows;
}

async function killAndCompare(env: NodeJS.ProcessEnv): Promise<void> {
  const cwd = await mkdtemp(join(tmpdir(), "clickstream-"));
  onTestFinished(() => rm(cwd, { recursive: true, force: true }));
  const folder = join(cwd, ".clickstream", BUCKET);
  await mkdir(folder, { recursive: true });

  const killed: Ended[] = [];
  for (let round = 0; round < KILLS; round += 1) {
    await addObjects(folder, round);
    // Loading takes some 200 ms here; now and then the kill comes while the program or its database starts.
    const afterMs = round % 5 === 0 ? -Math.random() * 1_500 : Math.random() * 300;
    killed.push(await runCommand(cwd, env, afterMs));
  }
  const last = await runCommand(cwd, env);
  expect(last.output).toContain("Is anything missing?");
  expect(last.code).toBe(0);
  expect(killed.filter(({ signal }) => signal === "SIGKILL").length).toBeGreaterThan(0);

  const database = await openDatabase(env, join(cwd, ".clickstream"));
  const rows = await readAll(database);
  await database.close();
  expect(rows).toEqual(await loadUndisturbed(folder));
  expect(rows[0]).toHaveLength(KILLS * OBJECTS_EACH);
  expect(rows[2]).toHaveLength((KILLS * OBJECTS_EACH) / 50);
  expect(rows[3]).toEqual([{ missing: 0 }]);
}

test("on PGlite in a folder", { timeout: 240_000 }, () => killAndCompare({ DATABASE_URL: "" }));

describe.runIf(hasPostgres())("on PostgreSQL", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await postgres.start();
  }, 60_000);
  afterAll(() => server.stop());

  test("as well", { timeout: 240_000 }, async () => {
    await server.fresh();
    await killAndCompare({ DATABASE_URL: server.url });
  });
});
