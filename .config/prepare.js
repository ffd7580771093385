/** Builds the package for a project that installs it from git or from a folder. npm runs this as the script `prepare`. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

const { npm_config_local_prefix: installingProject, npm_execpath: npm } = process.env;

/** @param {string[]} args */
const runNpm = (...args) => execFileSync(process.execPath, [String(npm), ...args], { stdio: "inherit" });

// A contributor's `npm ci` and `npm install` run this as well, and `npm pack` does after `prepack` has built.
if (installingProject !== process.cwd()) {
  // npm brings the tools for a package from git, and none for a folder that it links. The options of the other
  // project's install reach this one by the environment, so those that would leave tools out are set here.
  if (!existsSync("node_modules/tsup")) runNpm("ci", "--no-global", "--include=dev");
  runNpm("run", "prepack", "--no-global");
}
