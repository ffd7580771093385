/** Holds `prepare` to its two cases: a contributor's own install builds nothing, and one from elsewhere builds all. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";

const run = promisify(execFile);

let clone: string;

beforeEach(async () => {
  clone = await realpath(await mkdtemp(join(tmpdir(), "clickstream-prepare-")));
  await writeFile(
    join(clone, "npm.cjs"),
    `require("fs").appendFileSync("asked", process.argv.slice(2).join(" ") + "\\n")`,
  );
});

afterEach(() => rm(clone, { recursive: true, force: true }));

/** Runs it as npm does for an install in this project, and returns what it asks of npm. */
async function prepareFor(installingProject: string): Promise<string> {
  const env = { ...process.env, npm_config_local_prefix: installingProject, npm_execpath: join(clone, "npm.cjs") };
  await run(process.execPath, [resolve(".config/prepare.js")], { cwd: clone, env });
  return readFile(join(clone, "asked"), "utf8").catch(() => "");
}

test("builds nothing when a contributor installs, or packs", async () => {
  expect(await prepareFor(clone)).toBe("");
});

test("builds when another project installs the package from git", async () => {
  await mkdir(join(clone, "node_modules/tsup"), { recursive: true });
  expect(await prepareFor("/elsewhere")).toBe("run prepack --no-global\n");
});

test("brings the tools as well when another project links a folder that has none", async () => {
  expect(await prepareFor("/elsewhere")).toBe("ci --no-global --include=dev\nrun prepack --no-global\n");
});
