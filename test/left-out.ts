/** Prepares a test run, and says at its end which suites it left out and what they need. */
import chromium from "@sparticuz/chromium";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ENGINES } from "./support/browsers/engines.ts";
import { hasCfnLint } from "./support/cfn-lint.ts";
import { hasMoto } from "./support/s3-servers.ts";
import { hasPostgres } from "./support/postgres-server.ts";

/** @throws Error where CI lacks a browser or a server: what is left out there, nobody would notice. */
export async function setup(): Promise<() => Promise<void>> {
  const needed = [
    ...ENGINES.flatMap(({ name, program }) =>
      "missing" in program ? [`browser tests in ${name}: they need ${program.missing}`] : [],
    ),
    ...(hasPostgres() ? [] : ["warehouse tests on a PostgreSQL server: they need Debian's postgresql"]),
  ];
  if (process.env["CI"] && needed.length > 0) throw new Error(`CI has to run all ${needed.join(" and all ")}`);
  const optional = [
    ...(hasMoto() ? [] : ["contract and role tests on moto: they need moto_server, from Python's moto[server]"]),
    ...(hasCfnLint() ? [] : ["lint of the templates: it needs cfn-lint, by `pipx install cfn-lint`"]),
  ];

  // The browser from npm unpacks into the temporary folder, and trusts what an earlier run may have left there.
  const folder = await mkdtemp(join(tmpdir(), "clickstream-test-"));
  process.env["TMPDIR"] = folder;
  await chromium.executablePath();

  return async () => {
    await rm(folder, { recursive: true, force: true });
    for (const line of [...needed, ...optional]) console.log(`LEFT OUT: ${line}`);
  };
}
