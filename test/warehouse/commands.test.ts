/** The commands that answer questions, as an operator runs them: what they print, and how they end. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { dirname, join } from "node:path";
import { cp, rm } from "node:fs/promises";
import { expect, test } from "vitest";
import { BUCKET, createTestBucket } from "../support/test-bucket.ts";
import { fillSmallShop } from "./small-shop.ts";

interface Ended {
  readonly status: number | null;
  readonly output: string;
}

function run(command: string, cwd: string, ...args: readonly string[]): Ended {
  const path = fileURLToPath(new URL(`../../examples/warehouse/commands/${command}.ts`, import.meta.url));
  const env = { ...process.env, DATABASE_URL: "", RAW_BUCKET_NAME: undefined, AWS_ENDPOINT_URL_S3: undefined };
  const { status, stdout, stderr } = spawnSync(process.execPath, [path, ...args], { cwd, env, encoding: "utf8" });
  return { status, output: stdout + stderr };
}

/** The numbers of the first row of the table that follows a title. */
function rowOf(output: string, title: string): readonly string[] {
  const [, table = ""] = output.split(`\n${title}\n`);
  const row = table.split("\n").find((line) => line.startsWith("│ 0"));
  return (row ?? "")
    .split("│")
    .slice(2, -1)
    .map((cell) => cell.trim());
}

test("both commands answer each question, and say where there is nothing", { timeout: 240_000 }, async () => {
  const bucket = await createTestBucket();
  const cwd = dirname(bucket.folder);
  const none = run("duckdb", cwd);
  expect(none).toEqual({
    status: 1,
    output: expect.stringContaining(`There are no events in ${join(cwd, ".clickstream")}`),
  });

  await fillSmallShop(bucket);
  const folder = join(cwd, ".clickstream", BUCKET);
  await cp(bucket.folder, folder, { recursive: true });
  const byFiles = run("duckdb", cwd);
  const byRows = run("warehouse", cwd);
  expect(run("compact", cwd).output).toContain("2026-11-11: ");
  const byParquet = run("duckdb", cwd, "--parquet");
  for (const { status, output } of [byFiles, byRows, byParquet]) {
    expect(status, output).toBe(0);
    expect(rowOf(output, "How fresh is it?")).toEqual([
      "24",
      "4",
      "'2026-11-11T12:50:00.000Z'",
      "'2026-11-12T00:57:00.001Z'",
      "12.5",
      "22.85",
    ]);
    expect(rowOf(output, "How many sessions reach each step of the funnel? (by day)").slice(1)).toEqual([
      "3",
      "3",
      "2",
      "1",
      "0",
    ]);
    expect(rowOf(output, "How does each product perform?")[0]).toBe("'spoon'");
    expect(rowOf(output, "How many sessions, and how long are they?")).toEqual(["6", "4", "3.83", "505"]);
    expect(rowOf(output, "Is anything missing?")).toEqual(["8", "43", "20", "14", "9", "4", "3"]);
  }
  expect(byFiles.output).toContain(`Files of ${folder}`);
  expect(byRows.output).toContain("3 objects read, 24 rows stored");
  expect(rowOf(byRows.output, "This run")).toEqual(["3", "24", "2", "3", "0"]);
  expect(rowOf(byRows.output, "Which lines are in quarantine?").slice(0, 2)).toEqual(["'not_object'", "2"]);

  // A new object with known events, and the two objects in quarantine.
  await cp(join(folder, "events", "2026", "11", "12"), join(folder, "events", "2026", "11", "13"), { recursive: true });
  const again = run("warehouse", cwd, "--retry-quarantine");
  expect(again.status).toBe(0);
  expect(rowOf(again.output, "This run")).toEqual(["3", "0", "26", "3", "0"]);

  await rm(join(folder, "events"), { recursive: true });
  expect(run("duckdb", cwd, "--folder", bucket.folder)).toMatchObject({
    status: 0,
    output: expect.stringContaining(`Files of ${bucket.folder}`),
  });
});
