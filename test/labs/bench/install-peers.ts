/** Installs the peers, which are no part of the project, in a folder of their own. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** @throws Error when npm can't install them. */
export function installPeers(): void {
  const folder = import.meta.dirname;
  if (existsSync(`${folder}/node_modules`)) return;
  const { status } = spawnSync("npm", ["ci", "--prefix", folder, "--ignore-scripts"], { stdio: "inherit" });
  if (status !== 0) throw new Error(`npm could not install what ${folder}/package.json asks for`);
}
