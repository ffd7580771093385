/** AWS's own linter for templates, cfn-lint. It is a Python program, so a newcomer's machine may lack it. */
import { spawnSync } from "node:child_process";

export function hasCfnLint(): boolean {
  return spawnSync("cfn-lint", ["--version"]).status === 0;
}

/** Returns what the linter says of a file, or of a template that is handed over; nothing if all is well. */
export function lint(file: string, { ignore = [] }: { readonly ignore?: readonly string[] } = {}): string {
  const args = [...(ignore.length > 0 ? ["--ignore-checks", ...ignore] : []), "--", file];
  const { stdout, stderr, error } = spawnSync("cfn-lint", args, { encoding: "utf8", timeout: 60_000 });
  if (error) throw error;
  return `${stdout}${stderr}`;
}
