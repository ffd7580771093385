/** Says at the end of a test run which suites it left out and what they need. In CI a missing browser fails the run. */
import { existsSync } from "node:fs";
import { ENGINES } from "./browser/engines.ts";

export function setup(): () => void {
  const missing = ENGINES.flatMap(({ name, program }) =>
    "missing" in program ? [`browser suites in ${name}: need ${program.missing}`] : [],
  );
  if (process.env["CI"] && missing.length > 0) throw new Error(`CI has to run all browsers. ${missing.join("; ")}`);

  const optional = MOTO_PATHS.some((path) => existsSync(path))
    ? []
    : ["S3 contract suite on moto: needs Python's moto[server]"];
  return () => {
    for (const line of [...missing, ...optional]) console.log(`LEFT OUT  ${line}`);
  };
}

const MOTO_PATHS = (process.env["PATH"] ?? "").split(":").map((folder) => `${folder}/moto_server`);
