/** Prepares a test run, and says at its end which suites it left out and what they need. */
import chromium from "@sparticuz/chromium";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ENGINES } from "./browser/engines.ts";
import { hasCfnLint } from "./infrastructure/cfn-lint.ts";
import { hasMoto } from "./ingest/s3-servers.ts";

/** @throws Error where CI lacks a browser: what is left out there, nobody would notice. */
export async function setup(): Promise<() => Promise<void>> {
  const linter = hasCfnLint() ? [] : ["lint of the templates: it needs cfn-lint, by `pipx install cfn-lint`"];
  const browsers = ENGINES.flatMap(({ name, program }) =>
    "missing" in program ? [`browser tests in ${name}: they need ${program.missing}`] : [],
  );
  if (process.env["CI"] && browsers.length > 0) throw new Error(`CI has to run all ${browsers.join(" and all ")}`);
  const optional = hasMoto()
    ? []
    : ["contract and role tests on moto: they need moto_server, from Python's moto[server]"];

  // The browser from npm unpacks into the temporary folder, and trusts what an earlier run may have left there.
  const folder = await mkdtemp(join(tmpdir(), "clickstream-test-"));
  process.env["TMPDIR"] = folder;
  await chromium.executablePath();

  return async () => {
    await rm(folder, { recursive: true, force: true });
    for (const line of [...browsers, ...optional, ...linter]) console.log(`LEFT OUT: ${line}`);
  };
}
