/** `npm run quick`: is my change fine so far? Checks what changed since the branch left main, in under a minute. */
import { execFile, execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A commit or branch to compare with. The default is where this branch left main. */
const base = process.argv[2] ?? findBase();
const changed = listFiles("diff", "--name-only", "--relative", base)
  .concat(listFiles("ls-files", "--others", "--exclude-standard"))
  .filter((path) => existsSync(path));
const code = changed.filter((path) => /\.[jt]s$/.test(path));
const isIn = (folder: string): boolean => code.some((path) => path.startsWith(folder));

if (changed.length === 0) {
  console.log(`Nothing has changed since ${base}.`);
  process.exit();
}

// Two at a time, for two cores. The program of `test` holds `src` and most of `examples` as well.
const steps = await Promise.all([
  inTurn([
    ...(isIn("src/") ? [["tsc", "-p", "."]] : []),
    ...(isIn("examples/") ? [["tsc", "-p", "examples"]] : []),
    ...(code.length > 0 ? [["tsc", "-p", "test"]] : []),
  ]),
  inTurn([
    ["prettier", "--check", "--ignore-unknown", ...changed],
    ...(code.length > 0 ? [["eslint", "--config", ".config/eslint.config.js", "--no-warn-ignored", ...code]] : []),
    ["vitest", "run", "--config", ".config/vitest.quick.config.ts", "--passWithNoTests", "--changed", base],
  ]),
]);

console.log(`${changed.length} files changed since ${base}. Not checked: browsers, servers, the package and the docs.`);
if (steps.flat().includes("failed")) process.exitCode = 1;

/** Runs each command, though one before it failed: what each has to say is wanted in one go. */
async function inTurn(commands: readonly (readonly string[])[]): Promise<readonly ("passed" | "failed")[]> {
  const results: ("passed" | "failed")[] = [];
  for (const [program = "", ...args] of commands) {
    const start = performance.now();
    const output = await run(`node_modules/.bin/${program}`, args, { maxBuffer: 50_000_000 }).then(
      () => undefined,
      (error: unknown) => {
        const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
        return stdout + stderr;
      },
    );
    const result = output === undefined ? "passed" : "failed";
    console.log(`${result}: ${program} ${args[1] ?? ""} (${Math.round((performance.now() - start) / 1_000)} s)`);
    if (output !== undefined) console.log(output);
    results.push(result);
  }
  return results;
}

function findBase(): string {
  for (const main of ["origin/main", "main"]) {
    try {
      return git("merge-base", "HEAD", main);
    } catch {
      // There is no such branch here.
    }
  }
  return "HEAD";
}

function listFiles(...args: readonly string[]): readonly string[] {
  return git(...args)
    .split("\n")
    .filter((path) => path !== "");
}

function git(...args: readonly string[]): string {
  return execFileSync("git", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
}
