/** AWS's own linter for templates, cfn-lint. It is a Python program, so a newcomer's machine may lack it. */
import { spawnSync } from "node:child_process";

export function hasCfnLint(): boolean {
  return spawnSync("cfn-lint", ["--version"]).status === 0;
}

/** Returns what the linter says of the files; nothing if all is well. */
export function lint(files: readonly string[], ignoredChecks: readonly string[] = []): string {
  const options = ignoredChecks.length > 0 ? ["--ignore-checks", ...ignoredChecks] : [];
  const { status, stdout, stderr } = spawnSync("cfn-lint", [...options, "--", ...files], { encoding: "utf8" });
  return status === 0 ? "" : `cfn-lint ended with ${String(status)}\n${stdout}${stderr}`;
}
