/** The command that erases, as an operator runs it: what it prints, how it ends, and that it never erases by mistake. */
import { spawnSync } from "node:child_process";
import { cp, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { BUCKET, buildKey, buildLine, createTestBucket } from "../support/test-bucket.ts";

const path = (command: string): string =>
  fileURLToPath(new URL(`../../examples/warehouse/commands/${command}.ts`, import.meta.url));

interface Ended {
  readonly status: number | null;
  readonly output: string;
}

function run(cwd: string, command: string, ...args: readonly string[]): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path(command), ...args], {
    cwd,
    env: { ...process.env, DATABASE_URL: "", RAW_BUCKET_NAME: undefined, AWS_ENDPOINT_URL_S3: undefined },
    encoding: "utf8",
    timeout: 60_000,
  });
  return { status, output: stdout + stderr };
}

test.each([
  [[], /^Which visitor\? no id is named/],
  [["--client", ""], /^Which visitor\? "" is no id/],
  [["--client", "ada", "--user", " "], /^Which visitor\? " " is no id/],
  [["--first-party", "ada "], /^Which visitor\? "ada " is no id/],
  [["--user", "a\nb"], /^Which visitor\? "a\\nb" is no id/],
  [["--client", "ada", "--yes", "--dry-run"], /^--dry-run or --yes/],
  [["--client", "ada", "--yess"], /Unknown option '--yess'/],
  [["ada", "--yes"], /Unexpected argument 'ada'/],
])("refuses %j", { timeout: 60_000 }, (args, message) => {
  const { status, output } = run(".", "erase", ...args);
  expect(output).toMatch(message);
  expect(status).toBe(1);
});

test(
  "changes nothing without --yes, shows the joined ids, and erases what is named",
  { timeout: 240_000 },
  async () => {
    const bucket = await createTestBucket();
    const cwd = join(dirname(bucket.folder), "site");
    const folder = join(cwd, ".clickstream", BUCKET);
    await bucket.put(
      buildKey("a.ndjson"),
      [buildLine({ client_id: "ada" }), buildLine({ client_id: "bob" })].join("\n"),
    );
    await bucket.put(buildKey("b.ndjson"), buildLine({ client_id: "ada-phone", user_id: "u1" }));
    await bucket.put(buildKey("c.ndjson"), buildLine({ client_id: "ada", user_id: "u1" }));
    await cp(bucket.folder, folder, { recursive: true });
    const files = async (): Promise<readonly string[]> => (await readdir(join(folder, buildKey("")))).toSorted();

    const early = run(cwd, "erase", "--client", "ada", "--dry-run");
    expect(early.output).toContain("Objects of the visitor were found, and no rows.");
    expect(early.status).toBe(2);
    expect(run(cwd, "warehouse").status).toBe(0);

    const dry = run(cwd, "erase", "--client", "ada");
    expect(dry.output).toContain("Nothing is changed yet.");
    expect(dry.output).toMatch(/'client' +│ 'ada-phone' +│ 1 +│ 1 +│ false/);
    expect(dry.output).toContain("Ids that are not named stay.");
    expect(dry.status).toBe(0);
    expect(await files()).toEqual(["a.ndjson", "b.ndjson", "c.ndjson"]);

    await writeFile(join(cwd, "keys.txt"), `${buildKey("a.ndjson")}\ns3://other/${buildKey("c.ndjson")}\n`);
    const wrong = run(cwd, "erase", "--client", "ada", "--keys", "keys.txt", "--yes");
    expect(wrong.output).toContain("Line 2 of the keys is");
    expect(wrong.status).toBe(1);
    expect(await files()).toEqual(["a.ndjson", "b.ndjson", "c.ndjson"]);

    const wet = run(cwd, "erase", "--client", "ada", "--yes");
    expect(wet).toMatchObject({ status: 0, output: expect.stringContaining("Erased from") });
    expect(await files()).toEqual(["b.ndjson", expect.stringMatching(/^rest-/)]);

    const joined = run(cwd, "erase", "--user", "u1", "--joined", "--yes");
    expect(joined).toMatchObject({ status: 0, output: expect.stringMatching(/'ada-phone' +│ 1 +│ 1 +│ true/) });
    expect(await files()).toEqual([expect.stringMatching(/^rest-/)]);
    const again = run(cwd, "erase", "--client", "ada", "--user", "u1", "--yes");
    expect(again).toMatchObject({ status: 0, output: expect.stringMatching(/│ 0 +│ 0 +│ 0 +│ 0 +│ 0 +│ 0 +│ 0 +│/) });
  },
);
